"""The trail as a reader sees it: where a record came from and what became of it.

What the reader may not see is left out without a trace, and so is what can only be reached through it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection
from django.utils.functional import Promise

from pshub.inquiries import kinds
from pshub.inquiries.models import Derivation, Inquiry, InquiryRole, Record
from pshub.inquiries.querysets import sees_everything
from pshub.inquiries.scopes import INQUIRY_ROLES
from pshub.people.actors import Actor

Direction = Literal["upstream", "downstream"]
DIRECTIONS: tuple[Direction, Direction] = ("upstream", "downstream")

#: No trail of a hub is this long; the limit only bounds the work.
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Link:
    """A derivation met on the walk, `depth` steps from where it began."""

    upstream: uuid.UUID
    downstream: uuid.UUID
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Step:
    """A record on the trail, how it is joined to the one before it, and how far away it is (1: next to it)."""

    record: Record
    how: str | Promise
    depth: int

    @property
    def kind(self) -> str | Promise:
        """The kind of record in words."""
        return kind_in_words(self.record.kind)

    @property
    def is_next(self) -> bool:
        """Whether it is joined to where the walk began, with nothing between."""
        return self.depth == 1


@dataclass(frozen=True, slots=True)
class Leg:
    """Records of one kind, equally far and joined in the same way: forty statements of a conversation, say."""

    how: str | Promise
    kind: str | Promise
    plural: str | Promise
    is_next: bool
    records: tuple[Record, ...]


def legs(walked: Iterable[Step]) -> list[Leg]:
    """Gather steps of a kind, in the order in which each kind was first met."""
    gathered: dict[tuple[bool, str, str], list[Step]] = {}
    for step in sorted(walked, key=lambda step: not step.is_next):
        gathered.setdefault((step.is_next, step.record.kind, str(step.how)), []).append(step)
    return [
        Leg(members[0].how, members[0].kind, _plural(kind), is_next, tuple(step.record for step in members))
        for (is_next, kind, _), members in gathered.items()
    ]


def _plural(name: str) -> str | Promise:
    try:
        return kinds.get(name).plural
    except kinds.UnknownRecordKind:
        return name


def kind_in_words(name: str) -> str | Promise:
    """Return what a kind is called; the area that knows it may not be installed any more."""
    try:
        return kinds.get(name).singular
    except kinds.UnknownRecordKind:
        return name


def _label_in_words(label: str, downstream_kind: str, direction: Direction) -> str | Promise:
    try:
        relation = kinds.get(downstream_kind).derives_from[label]
    except (kinds.UnknownRecordKind, KeyError):
        return label
    return relation.forward if direction == "upstream" else relation.backward


def _may_see_sql(viewer: Actor) -> tuple[str, list[Any]]:
    """Return the condition of `visible_records` for a record named r: the walk must stop at what is hidden."""
    if sees_everything(viewer):
        return "1 = 1", []
    inquiry, role = Inquiry._meta.db_table, InquiryRole._meta.db_table
    public = f"EXISTS (SELECT 1 FROM {inquiry} i WHERE i.id = r.inquiry_id AND i.public)"  # noqa: S608  names of our own tables
    condition = f"(r.visibility = %s AND (r.inquiry_id IS NULL OR {public}))"
    parameters: list[Any] = [Record.Visibility.PUBLIC.value]
    if viewer.user_id is not None and viewer.proven:
        held = f"SELECT inquiry_id FROM {role} WHERE user_id = %s AND role IN (%s, %s, %s)"  # noqa: S608  names of our own tables
        condition += f" OR r.inquiry_id IN ({held})"
        parameters += [viewer.user_id, *(given.value for given in INQUIRY_ROLES)]
    return f"({condition})", parameters


def walk(record: Record, direction: Direction, viewer: Actor, *, longest: int = LONGEST) -> list[Link]:
    """Return the links on one side of a record, nearest first, in one query."""
    near, far = ("downstream_id", "upstream_id") if direction == "upstream" else ("upstream_id", "downstream_id")
    derivation, records = Derivation._meta.db_table, Record._meta.db_table
    may_see, parameters = _may_see_sql(viewer)
    start = Record._meta.get_field("id").get_db_prep_value(record.pk, connection)
    cast = "::uuid" if connection.vendor == "postgresql" else ""
    # Only names of our own tables and columns are put into the text; every value is a parameter.
    sql = f"""
        WITH RECURSIVE walk(id, link, depth) AS (
            SELECT %s{cast}, CAST(NULL AS bigint), 0
            UNION
            SELECT d.{far}, d.id, walk.depth + 1
            FROM walk
            JOIN {derivation} d ON d.{near} = walk.id
            JOIN {records} r ON r.id = d.{far}
            WHERE walk.depth < %s AND {may_see}
        )
        SELECT d.upstream_id, d.downstream_id, d.label, MIN(walk.depth) AS nearest
        FROM walk JOIN {derivation} d ON d.id = walk.link
        GROUP BY d.id, d.upstream_id, d.downstream_id, d.label
        ORDER BY nearest, d.id
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [start, longest, *parameters])
        rows = cursor.fetchall()
    return [Link(_uuid(up), _uuid(down), label, depth) for up, down, label, depth in rows]


def _uuid(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))


def steps(
    record: Record, direction: Direction, viewer: Actor, *, limit: int = 200, longest: int = LONGEST
) -> list[Step]:
    """Return the records on one side of a record, nearest first, each once, at most `limit` of them; two queries."""
    nearest: dict[uuid.UUID, Link] = {}
    for link in walk(record, direction, viewer, longest=longest):
        nearest.setdefault(link.upstream if direction == "upstream" else link.downstream, link)
        if len(nearest) == limit:
            break
    found = _by_key([*nearest, *(link.downstream for link in nearest.values())])
    return [
        Step(found[key], _label_in_words(link.label, found[link.downstream].kind, direction), link.depth)
        for key, link in nearest.items()
        if key in found and link.downstream in found
    ]


def _by_key(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Record]:
    wanted = list(dict.fromkeys(keys))
    found: dict[uuid.UUID, Record] = {}
    # SQLite takes a limited number of values at a time.
    for start in range(0, len(wanted), 10_000):
        found.update(Record.objects.select_related("inquiry").in_bulk(wanted[start : start + 10_000]))
    return found


def _entity(record: Record, address: str) -> dict[str, Any]:
    return {
        "prov:type": f"hub:{record.kind}",
        "prov:label": record.title,
        "prov:location": address,
        "hub:status": record.status,
    }


def as_prov(record: Record, viewer: Actor, *, base: str) -> dict[str, Any]:
    """Return the whole trail of a record in the shape of PROV-JSON.

    Records are entities joined by ``wasDerivedFrom``. An event is an activity: what came out of it ``wasGeneratedBy``
    it, and it ``used`` what it was built on.
    """
    links = {
        (link.upstream, link.downstream, link.label): link
        for direction in DIRECTIONS
        for link in walk(record, direction, viewer)
    }
    records = _by_key([record.pk, *(key for link in links for key in link[:2])])
    document: dict[str, Any] = {"prefix": {"hub": f"{base}/records/"}, "entity": {}, "activity": {}}
    for key, found in sorted(records.items(), key=lambda item: (item[1].created_at, str(item[0]))):
        part = "activity" if found.kind == kinds.EVENT.name else "entity"
        document[part][f"hub:{key}"] = _entity(found, base + found.get_absolute_url())
    for number, (upstream, downstream, label) in enumerate(sorted(links, key=str), start=1):
        relation, fields = _relation(records[upstream], records[downstream])
        document.setdefault(relation, {})[f"_:link{number}"] = fields | {"prov:label": label}
    return {name: part for name, part in document.items() if part}


def _relation(upstream: Record, downstream: Record) -> tuple[str, dict[str, str]]:
    older, newer = f"hub:{upstream.pk}", f"hub:{downstream.pk}"
    match (upstream.kind == kinds.EVENT.name, downstream.kind == kinds.EVENT.name):
        case (False, False):
            return "wasDerivedFrom", {"prov:generatedEntity": newer, "prov:usedEntity": older}
        case (True, False):
            return "wasGeneratedBy", {"prov:entity": newer, "prov:activity": older}
        case (False, True):
            return "used", {"prov:activity": newer, "prov:entity": older}
        case _:
            return "wasInformedBy", {"prov:informed": newer, "prov:informant": older}
