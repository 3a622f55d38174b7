import logging
from datetime import timedelta

from celery import shared_task

from .actions import forget_old_answers
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
