"""What the worker does about bundles at set times."""

from __future__ import annotations

from pshub.delivery import schedule
from pshub.people.actors import Actor
from pshub.publishing.releases import actions


@schedule.every(minutes=0.5, name="releases.due")
def release_due() -> None:
    """Release the approved bundles whose time has come."""
    actions.release_due(by=Actor.system("schedule"))
