import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ascare.settings")

app = Celery("ascare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "drain-outbox": {"task": "ledger.tasks.drain", "schedule": 60, "options": {"expires": 60}},
    "open-returns": {"task": "returns.tasks.open_returns", "schedule": crontab(hour=0, minute=30)},
    "rebuild-all": {"task": "ledger.tasks.rebuild_all", "schedule": crontab(hour=1, minute=30)},
    "verify-ledgers": {"task": "ledger.tasks.verify_ledgers", "schedule": crontab(hour=2, minute=30)},
    "forget-answers": {"task": "ledger.tasks.forget_answers", "schedule": crontab(hour=3, minute=30)},
    "forget-jobs": {"task": "ledger.tasks.forget_jobs", "schedule": crontab(hour=3, minute=45)},
    "forget-uploads": {"task": "returns.tasks.forget_uploads", "schedule": crontab(hour=4)},
}


@worker_ready.connect
def drain_at_start(**_: Any) -> None:
    """What was asked for while no worker was there, or was left by one that died."""
    app.send_task("ledger.tasks.drain")
