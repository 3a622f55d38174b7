import logging
from datetime import timedelta
from uuid import uuid4

from celery import shared_task

from .actions import ask_for_rebuild, drain_outbox, forget_old_answers, forget_old_jobs
from .models import Organisation
from .verification import disagreements, head

logger = logging.getLogger(__name__)


@shared_task
def verify_ledgers() -> None:
    """Log where a ledger is not what was recorded, and its heads, which are thus noted outside the database."""
    for organisation in Organisation.objects.order_by("slug").iterator():
        newest = head(organisation)
        for found in disagreements(organisation, newest):
            logger.error("The ledger is not what was recorded: %s", found)
        if newest.number:
            logger.info("Ledger head %s", newest)


@shared_task
def forget_answers() -> None:
    logger.info("Answers forgotten: %s", forget_old_answers(older_than=timedelta(days=30)))


@shared_task
def drain() -> None:
    drain_outbox()


@shared_task
def rebuild_all() -> None:
    """Ask for every document anew: what is true of today is not true of tomorrow, though nothing was recorded."""
    ask_for_rebuild(organisations=Organisation.objects.with_series(), batch=uuid4())


@shared_task
def forget_jobs() -> None:
    logger.info("Jobs forgotten: %s", forget_old_jobs(older_than=timedelta(days=30)))
