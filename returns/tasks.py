from celery import shared_task
from celery.utils.log import get_task_logger
from django.utils.timezone import localdate

from .actions import open_due_returns
from .models import Form

logger = get_task_logger(__name__)


@shared_task
def open_returns() -> None:
    """Every night: the returns of periods that have begun since, of every form that is collected."""
    for form in Form.objects.open().order_by("pk"):
        for opened in open_due_returns(form=form, today=localdate()):
            logger.info("Opened %s of %s", opened, form.organisation)
