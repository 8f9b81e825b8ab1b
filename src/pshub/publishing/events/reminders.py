"""When people are reminded of an event: so long before it begins, or after it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 8
_OFFSET = re.compile(r"([+-])(\d{1,4})([dh])")


@dataclass(frozen=True, slots=True)
class Reminder:
    """An offset as it was written, such as ``-7d``, and what it means."""

    text: str
    before: bool
    offset: timedelta

    def due_at(self, begins_at: datetime, over_at: datetime) -> datetime:
        """Return the moment at which it is due."""
        return begins_at - self.offset if self.before else over_at + self.offset


def read_reminders(text: str) -> list[Reminder]:
    """Read a list of offsets, each once, the earliest first.

    Raises
    ------
    django.core.exceptions.ValidationError
        ``bad-reminder``.
    """
    read: dict[timedelta, Reminder] = {}
    for word in text.replace(",", " ").split():
        found = _OFFSET.fullmatch(word.replace("\u2212", "-"))
        if found is None or int(found[2]) == 0:
            raise ValidationError(
                _("“%(word)s” is not a time before or after: write -7d, -2h or +1d, with spaces between them."),
                code="bad-reminder",
                params={"word": word},
            )
        length = timedelta(days=int(found[2])) if found[3] == "d" else timedelta(hours=int(found[2]))
        before = found[1] == "-"
        read[-length if before else length] = Reminder("".join(found.groups()), before, length)
    if len(read) > MOST:
        raise ValidationError(_("No more than %(most)d reminders."), code="too-many", params={"most": MOST})
    return [read[offset] for offset in sorted(read)]


def valid_reminders(value: str) -> None:
    """Refuse what is no list of offsets."""
    read_reminders(value)
