"""The outbox topics of events."""

from __future__ import annotations

#: A letter to one person who registered.
LETTER = "events.letter"
#: An invitation to one person.
INVITATION = "events.invitation"
#: A letter to all who registered, since time or place changed.
NEWS = "events.news"
#: Badges or a list on paper.
PRINT = "events.print"
#: A reminder to all who come.
REMINDER = "events.reminder"
