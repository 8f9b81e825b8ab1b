"""Settings of the tests: a data folder of their own, tasks done at once, no slow hashing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

if "PSHUB_DATA" not in os.environ:
    os.environ["PSHUB_DATA"] = tempfile.mkdtemp(prefix="pshub-test-")
os.environ.setdefault("PSHUB_SECRET_KEY", "a key for tests only")

from pshub.config.settings import *  # noqa: F403
from pshub.config.settings import CACHES, STORAGES

TESTING = True
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
STATICFILES_FOLDER = Path(__file__).resolve().parent.parent / "site" / "static"
