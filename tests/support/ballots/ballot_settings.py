"""The hub's own settings with one area more."""

from __future__ import annotations

from pshub.config.settings import *  # noqa: F403
from pshub.config.settings import INSTALLED_APPS

INSTALLED_APPS = ["ballot_app.BallotConfig", *INSTALLED_APPS]
