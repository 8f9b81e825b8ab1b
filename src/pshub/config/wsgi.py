"""The WSGI application."""

from __future__ import annotations

import os

import pshub.config  # noqa: F401  (puts the newer SQLite in place first)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pshub.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
