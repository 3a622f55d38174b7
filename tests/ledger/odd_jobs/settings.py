"""The environment's settings with odd work, in a queue of its own so that runs don't take each other's messages."""

import os

from ascare.settings import *  # noqa: F403  # settings are names of a module

INSTALLED_APPS = [*INSTALLED_APPS, "tests.ledger.odd_jobs"]  # noqa: F405
CELERY_TASK_DEFAULT_QUEUE = os.environ["ODD_QUEUE"]
