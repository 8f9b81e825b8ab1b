"""What goes wrong with DOIs, and what can be done about it."""

from __future__ import annotations

from django.utils.translation import gettext as _


class DoiProblem(ValueError):
    """A DOI was not asked for; nothing was written."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class Refused(ValueError):
    """The registrar, or our own check before it, refuses what was sent: sending it again changes nothing."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


class Unreachable(RuntimeError):
    """The registrar gave no answer, or was not able to: later it may be."""

    code = "unreachable"


def advice(code: str) -> str:
    """Return what somebody in the studio can do about an error."""
    match code:
        case "invalid":
            return _("Put right what it names in the publication, publish that, and send it again.")
        case "refused":
            return _("Read what the registrar says, put it right in the publication, publish, and send it again.")
        case "credentials":
            return _(
                "The registrar does not accept the hub's account for this prefix. Ask whoever runs the hub to check "
                "PSHUB_DATACITE_USER, PSHUB_DATACITE_PASSWORD and PSHUB_DOI_PREFIX, then send it again."
            )
        case "unreachable":
            return _("Nothing: it is tried again by itself.")
    return ""
