"""The settings that a hub runs with, and addresses at which its error pages can be seen."""

from __future__ import annotations

from pshub.config.settings import *  # noqa: F403

ROOT_URLCONF = "hub_urls"
