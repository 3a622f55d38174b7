"""Production's settings with the collected static files elsewhere, so that runs don't tread on each other."""

import os
from pathlib import Path

from ascare.settings import *  # noqa: F403  # settings are names of a module

STATIC_ROOT = Path(os.environ["BROWSER_STATIC_ROOT"])
