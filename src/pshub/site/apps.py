"""The site application."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Home page, navigation, design system."""

    name = "pshub.site"
    label = "site"
    verbose_name = "Site"
