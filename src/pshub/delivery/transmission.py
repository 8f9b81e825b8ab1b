"""Handing one message to a mail server or provider, and what came of it."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from anymail.exceptions import (  # type: ignore[import-untyped]
    AnymailAPIError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
)
from django.core.mail import EmailMessage


class Result(StrEnum):
    """What came of one attempt."""

    SENT = "sent"
    #: The address cannot receive mail.
    HARD = "hard"
    #: The address cannot receive mail for the time being.
    SOFT = "soft"
    #: The message, or we, were refused for good; that says nothing about the address.
    REFUSED = "refused"
    #: The same for the time being.
    LATER = "later"
    #: The connection broke: it may have arrived or not.
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, and what the other side said."""

    result: Result
    detail: str = ""


def _words(code: int | None, said: Any) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(f"{code or ''} {text}".split())[:300]


#: Replies that refuse the message or the sender, although they are given to a recipient (RFC 3463: 5.7 is policy).
_POLICY = ("5.7.", "4.7.")


def _refused_recipient(code: int, said: Any) -> Outcome:
    words = _words(code, said)
    policy = any(word.startswith(_POLICY) for word in words.split()[:2])
    if code >= 500:
        return Outcome(Result.REFUSED if policy else Result.HARD, words)
    return Outcome(Result.LATER if policy or code == 421 else Result.SOFT, words)


def _provider_said(error: AnymailAPIError) -> Outcome:
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    words = _words(status, error)
    if status is None:
        return Outcome(Result.UNSURE, words)
    return Outcome(Result.LATER if status == 429 or status >= 500 else Result.REFUSED, words)


def transmit(connection: Any, message: EmailMessage) -> Outcome:
    """Send one message over an open connection.

    An error that is not about this message, such as a connection that cannot be opened, is raised as it is.
    """
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _refused_recipient(code, said)
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        later = error.smtp_code < 500
        return Outcome(Result.LATER if later else Result.REFUSED, _words(error.smtp_code, error.smtp_error))
    except smtplib.SMTPServerDisconnected as error:
        return Outcome(Result.UNSURE, _words(None, error))
    except smtplib.SMTPNotSupportedError as error:
        return Outcome(Result.REFUSED, _words(None, error))
    except AnymailRecipientsRefused as error:
        return Outcome(Result.HARD, _words(None, error))
    except AnymailInvalidAddress as error:
        return Outcome(Result.HARD, _words(None, error))
    except AnymailAPIError as error:
        return _provider_said(error)
    except (TimeoutError, ConnectionError) as error:
        return Outcome(Result.UNSURE, _words(None, error))
    return Outcome(Result.SENT)
