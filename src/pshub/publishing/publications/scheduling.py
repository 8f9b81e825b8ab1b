"""What the worker does about publications at set times."""

from __future__ import annotations

from django.core.management import call_command

from pshub.delivery import schedule


@schedule.every(minutes=1, name="publications.scheduled")
def publish_scheduled() -> None:
    """Publish the drafts, of any kind of page, whose time has come."""
    call_command("publish_scheduled")
