"""Pages of a list that does not shift while it is read: each page begins after the last row of the one before."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from ninja import Field, Schema

from pshub.api.problems import BadRequest

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)
MOST = 100


class Listing(Schema, Generic[Item]):
    """A page of a list. “next” is the address of the page after it, and null on the last one."""

    items: list[Item]
    next: str | None = None


class Asked(Schema):
    """What part of a list is asked for."""

    limit: int = Field(25, ge=1, le=MOST, description="How many items a page holds.")
    cursor: str = Field("", max_length=500, description="From the address in “next”. Leave it out for the first page.")


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by: a column that is never empty, then the key.

    Attributes
    ----------
    column, key
        Names of columns.
    read
        Makes the column's value of the text in a cursor.
    read_key
        The same for the key.
    newest_first
        Whether large values come first; of both.
    """

    column: str
    read: Callable[[str], Any]
    key: str = "pk"
    read_key: Callable[[str], Any] = int
    newest_first: bool = True

    def names(self) -> tuple[str, str]:
        """Return the columns as ``order_by`` takes them."""
        sign = "-" if self.newest_first else ""
        return f"{sign}{self.column}", f"{sign}{self.key}"

    def after(self, cursor: str) -> Q:
        """Return the condition of being behind what a cursor names."""
        try:
            value, key = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
            column, known = self.read(str(value)), self.read_key(str(key))
        except (ValueError, TypeError, OverflowError):
            message = "This cursor was not made by this list. Leave it out to begin with the first page."
            raise BadRequest("cursor", message) from None
        beyond = "lt" if self.newest_first else "gt"
        return Q(**{f"{self.column}__{beyond}": column}) | Q(**{self.column: column, f"{self.key}__{beyond}": known})

    def cursor(self, row: Model) -> str:
        """Return what names a row."""
        value = getattr(row, self.column)
        plain = value.isoformat() if isinstance(value, date | datetime) else str(value)
        packed = json.dumps([plain, str(getattr(row, self.key))], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode("ascii")


def moment(text: str) -> datetime:
    """Return a moment that a database can hold."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not 1900 <= found.year < 9000:
        raise ValueError(text)
    return found


def whole(text: str) -> int:
    """Return a key that a database can hold."""
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError(text)
    return number


def words(text: str) -> str:
    """Return text that a database can hold."""
    if "\0" in text:
        raise ValueError(text)
    return text


BY_KEY: dict[str, Any] = {"key": "pk", "read_key": whole}
BY_UUID: dict[str, Any] = {"key": "pk", "read_key": uuid.UUID}


def page(rows: QuerySet[Row], order: Order, asked: Asked) -> tuple[list[Row], str]:
    """Return a page of rows, and the cursor of the next one (empty on the last)."""
    found = rows.order_by(*order.names())
    if asked.cursor:
        found = found.filter(order.after(asked.cursor))
    held = list(found[: asked.limit + 1])
    shown = held[: asked.limit]
    return shown, order.cursor(shown[-1]) if len(held) > asked.limit else ""


def listing(request: HttpRequest, response: HttpResponse, items: Sequence[Item], cursor: str) -> dict[str, Any]:
    """Return a page as it is sent, and say in its ``Link`` header where the first and the next are."""
    following = _address(request, cursor) if cursor else None
    links = [f'<{_address(request, "")}>; rel="first"']
    if following:
        links.append(f'<{following}>; rel="next"')
    response["Link"] = ", ".join(links)
    return {"items": items, "next": following}


def _address(request: HttpRequest, cursor: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in request.GET.dict().items() if name != "cursor"})
    if cursor:
        query["cursor"] = cursor
    return settings.BASE_URL + request.path + (f"?{query.urlencode()}" if query else "")
