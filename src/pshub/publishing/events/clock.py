"""The time zone of an event: its clock on the wall, and what that clock cannot show."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def hub_time_zone() -> str:
    """Return the time zone of the hub, which a new event has."""
    return settings.TIME_ZONE


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names of the places that have a time zone, by continent and town."""
    towns = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return ("UTC", *sorted(towns))


def valid_time_zone(value: str) -> None:
    """Refuse a time zone that is not known by that name."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(
            _("“%(value)s” is not a time zone: choose one such as Europe/London."),
            code="bad-time-zone",
            params={"value": value},
        ) from None


def on_the_wall(moment: datetime, zone: str) -> datetime:
    """Return what the clock on the wall shows at a moment, without its time zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def moment_of(wall: datetime, zone: str) -> datetime:
    """Return the moment at which the clock on the wall shows a time; the earlier one where it shows it twice.

    Raises
    ------
    django.core.exceptions.ValidationError
        ``no-such-time`` where the clock is put forward past that time.
    """
    moment = wall.replace(tzinfo=ZoneInfo(zone))
    if moment.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        raise ValidationError(
            _("The clocks in %(zone)s go forward past %(time)s on that day: there is no such time."),
            code="no-such-time",
            params={"zone": zone, "time": wall.strftime("%H:%M")},
        )
    return moment
