import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ascare.settings")

app = Celery("ascare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "verify-ledgers": {"task": "ledger.tasks.verify_ledgers", "schedule": crontab(hour=2, minute=30)},
    "forget-answers": {"task": "ledger.tasks.forget_answers", "schedule": crontab(hour=3, minute=30)},
}
