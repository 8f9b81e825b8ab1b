"""Why something about an event was refused, in words for whoever asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


class EventRefused(ValueError):
    """Something cannot be done with an event or a registration."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class LinesRefused(EventRefused):
    """Some lines of a list cannot be used, so none was."""

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        self.lines = list(lines)
        said = "; ".join(_("line %(number)d: %(what)s") % {"number": number, "what": what} for number, what in lines)
        super().__init__("bad-lines", _("Nobody was invited. Put these right: %(lines)s.") % {"lines": said})
