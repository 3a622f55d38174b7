"""The environment that the suite runs in, set before Django reads its settings (see addopts)."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["DEBUG"] = "false"
os.environ["SECURE_SSL_REDIRECT"] = "false"
