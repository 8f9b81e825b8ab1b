"""What can be done to inquiries, records and the trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from wagtail.contrib.redirects.models import Redirect

from pshub.evidence.models import Finding
from pshub.inquiries import catalogue, kinds
from pshub.inquiries.models import Derivation, Inquiry, InquiryRole, Partnership, Place, Record, RecordFinding, Topic
from pshub.inquiries.scopes import INQUIRY_ROLES
from pshub.inquiries.trail import downstream_of, lock_trail
from pshub.people.actions import PeopleError
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import Organisation, Profile, User
from pshub.people.permissions import require


class TrailError(ValueError):
    """Two records cannot be joined in the way asked."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class TopicError(ValueError):
    """A topic cannot be changed in the way asked."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def _change(row: Model, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def create_topic(*, name: str, slug: str, by: Actor, description: str = "") -> Topic:
    """Add a topic that pages and inquiries can bear."""
    require(by, "topics.manage")
    with transaction.atomic():
        topic = Topic.objects.create(name=name, slug=slug, description=description)
        audit(by, verb="topic.created", target=topic)
    return topic


def change_topic(*, topic: Topic, by: Actor, **fields: Any) -> Topic:
    """Change what a topic is called; where its address changes, the old one leads to the new one."""
    require(by, "topics.manage")
    with transaction.atomic():
        before, address = topic.slug, topic.get_absolute_url()
        _change(topic, fields)
        if topic.slug != before:
            Redirect.add_redirect(address, redirect_to=topic.get_absolute_url())
        catalogue.renamed("topic", before)
        audit(by, verb="topic.changed", target=topic, detail={"fields": sorted(fields)})
    return topic


def _bearing(topic: Topic) -> Iterator[QuerySet[Any]]:
    """Yield the rows that join a topic to what bears it, of whatever area, each queryset of one kind."""
    for relation in Topic._meta.related_objects:
        through = getattr(relation, "through", None)
        if through is not None:
            yield through._default_manager.filter(topic=topic)


def merge_topics(*, topic: Topic, into: Topic, by: Actor) -> Topic:
    """Let all that bears a topic bear another one; the first goes, and its address leads to the other.

    Raises
    ------
    TopicError
        ``same-topic``.
    """
    require(by, "topics.manage")
    if topic.pk == into.pk:
        raise TopicError("same-topic", f"“{topic}” cannot be merged into itself: choose another topic")
    with transaction.atomic():
        for rows in _bearing(topic):
            other = next(field.name for field in rows.model._meta.fields if field.is_relation and field.name != "topic")
            already = rows.model._default_manager.filter(topic=into).values(other)
            rows.exclude(**{f"{other}__in": already}).update(topic=into)
            rows.delete()
        Redirect.add_redirect(topic.get_absolute_url(), redirect_to=into.get_absolute_url())
        catalogue.renamed("topic", topic.slug)
        audit(by, verb="topic.merged", target=topic, detail={"into": into.name})
        topic.delete()
    return into


def delete_topic(*, topic: Topic, by: Actor) -> None:
    """Take a topic away; what bore it stays, without it."""
    require(by, "topics.manage")
    with transaction.atomic():
        catalogue.renamed("topic", topic.slug)
        audit(by, verb="topic.deleted", target=topic, detail={"name": topic.name})
        topic.delete()


def create_place(*, name: str, slug: str, by: Actor, **fields: Any) -> Place:
    """Add a place that inquiries can be about."""
    require(by, "inquiries.manage")
    with transaction.atomic():
        place = Place.objects.create(name=name, slug=slug, **fields)
        audit(by, verb="place.created", target=place)
    return place


def change_place(*, place: Place, by: Actor, **fields: Any) -> Place:
    """Change what is kept of a place."""
    require(by, "inquiries.manage")
    with transaction.atomic():
        before = place.slug
        _change(place, fields)
        catalogue.renamed("place", before)
        audit(by, verb="place.changed", target=place, detail={"fields": sorted(fields)})
    return place


def create_inquiry(
    *,
    title: str,
    slug: str,
    question: str,
    by: Actor,
    topics: Iterable[Topic] = (),
    leads: Iterable[Profile] = (),
    **fields: Any,
) -> Inquiry:
    """Open an inquiry: a question, in a place."""
    require(by, "inquiries.manage")
    with transaction.atomic():
        inquiry = Inquiry.objects.create(title=title, slug=slug, question=question, **fields)
        inquiry.topics.set(topics)
        inquiry.leads.set(leads)
        catalogue.changed("inquiry", str(inquiry.pk))
        audit(by, verb="inquiry.created", target=inquiry)
    return inquiry


def change_inquiry(
    *,
    inquiry: Inquiry,
    by: Actor,
    topics: Iterable[Topic] | None = None,
    leads: Iterable[Profile] | None = None,
    **fields: Any,
) -> Inquiry:
    """Change what an inquiry says of itself; `topics` or `leads`, where given, take the place of those it had."""
    require(by, "inquiries.manage", scope=inquiry)
    with transaction.atomic():
        before = inquiry.slug
        _change(inquiry, fields)
        if topics is not None:
            inquiry.topics.set(topics)
        if leads is not None:
            inquiry.leads.set(leads)
        # What belongs to it is public with it, and bears its place and topics.
        catalogue.changed("inquiry", str(inquiry.pk))
        catalogue.changed("record", *map(str, inquiry.records.values_list("pk", flat=True)))
        catalogue.renamed("inquiry", before)
        # Its partners have a page while it is public.
        catalogue.changed("organisation", *map(str, inquiry.partnerships.values_list("organisation", flat=True)))
        lists = [name for name, given in (("topics", topics), ("leads", leads)) if given is not None]
        names = sorted([*fields, *lists])
        audit(by, verb="inquiry.changed", target=inquiry, detail={"fields": names})
    return inquiry


def add_partner(
    *, inquiry: Inquiry, organisation: Organisation, part: str = "", order: int = 0, by: Actor
) -> Partnership:
    """Name an organisation as a partner; naming it again changes its part."""
    require(by, "inquiries.manage", scope=inquiry)
    with transaction.atomic():
        partnership, _ = Partnership.objects.update_or_create(
            inquiry=inquiry, organisation=organisation, defaults={"part": part, "order": order}
        )
        catalogue.changed("inquiry", str(inquiry.pk))
        catalogue.changed("organisation", str(organisation.pk))
        audit(by, verb="inquiry.partner_added", target=inquiry, detail={"organisation": organisation.name})
    return partnership


def change_partner(*, partnership: Partnership, by: Actor, **fields: Any) -> Partnership:
    """Change what a partner does in an inquiry, or where it stands in the list."""
    require(by, "inquiries.manage", scope=partnership.inquiry)
    with transaction.atomic():
        _change(partnership, fields)
        audit(by, verb="inquiry.partner_changed", target=partnership.inquiry, detail={"fields": sorted(fields)})
    return partnership


def remove_partner(*, partnership: Partnership, by: Actor) -> None:
    """Take an organisation off an inquiry's partners."""
    require(by, "inquiries.manage", scope=partnership.inquiry)
    with transaction.atomic():
        audit(
            by,
            verb="inquiry.partner_removed",
            target=partnership.inquiry,
            detail={"organisation": partnership.organisation.name},
        )
        partnership.delete()
        catalogue.changed("inquiry", str(partnership.inquiry_id))
        catalogue.changed("organisation", str(partnership.organisation_id))


def give_inquiry_role(*, inquiry: Inquiry, user: User, role: str, by: Actor) -> InquiryRole:
    """Give somebody a role in one inquiry.

    Raises
    ------
    PeopleError
        ``unknown-role``.
    """
    require(by, "people.manage")
    wanted = next((known for known in INQUIRY_ROLES if known.value == role), None)
    if wanted is None:
        known_roles = ", ".join(known.value for known in INQUIRY_ROLES)
        raise PeopleError("unknown-role", f"“{role}” cannot be given in one inquiry: choose one of {known_roles}")
    with transaction.atomic():
        given, created = InquiryRole.objects.get_or_create(inquiry=inquiry, user=user, role=wanted)
        if created:
            audit(by, verb="inquiry.role_given", target=inquiry, detail={"user": user.pk, "role": wanted.value})
    return given


def take_inquiry_role(*, given: InquiryRole, by: Actor) -> None:
    """Take a role in one inquiry from somebody."""
    require(by, "people.manage")
    with transaction.atomic():
        audit(by, verb="inquiry.role_taken", target=given.inquiry, detail={"user": given.user_id, "role": given.role})
        given.delete()


def create_record(
    *,
    kind: str,
    title: str,
    inquiry: Inquiry | None,
    by: Actor,
    summary: str = "",
    status: str = "",
    visibility: str = Record.Visibility.PUBLIC,
    happened_on: date | None = None,
    created_at: datetime | None = None,
) -> Record:
    """Give something its identity on the trail. Permission is checked by the action of the area that calls this.

    `created_at` is given where the moment itself must not be kept. What a participant makes leaves no audit entry: its
    time beside a vote of the same time would undo the pseudonym.
    """
    kinds.get(kind)
    with transaction.atomic():
        record = Record.objects.create(
            kind=kind,
            title=title[:300],
            inquiry=inquiry,
            summary=summary,
            status=status,
            visibility=visibility,
            happened_on=happened_on,
            created_by_id=by.user_id,
        )
        if created_at is not None:
            Record.objects.filter(pk=record.pk).update(created_at=created_at)
            record.created_at = created_at
        # What is not public yet is told of when it is: the time of a participant's message would tell on them.
        if visibility == Record.Visibility.PUBLIC:
            catalogue.changed("record", str(record.pk))
        if by.kind != "participant":
            audit(by, verb="record.created", target=record, detail={"kind": kind})
    return record


def derive(*, upstream: Record, downstream: Record, label: str, by: Actor) -> Derivation:
    """Say that one record came out of another.

    Raises
    ------
    TrailError
        Where the kind of the downstream record does not know that label (``unknown-relation``), may not derive from
        such a record (``kind-not-allowed``), or where the link would close a circle (``cycle``).
    """
    require(by, "records.derive", scope=downstream.inquiry)
    relation = kinds.get(downstream.kind).derives_from.get(label)
    if relation is None:
        raise TrailError("unknown-relation", f"a {downstream.kind} has no relation {label!r} to what it came from")
    if upstream.kind not in relation.upstream:
        allowed = ", ".join(sorted(relation.upstream))
        raise TrailError(
            "kind-not-allowed", f"{label!r} joins a {downstream.kind} to: {allowed}; not to a {upstream.kind}"
        )
    with transaction.atomic():
        lock_trail()
        if upstream.pk == downstream.pk or upstream.pk in downstream_of([downstream.pk]):
            raise TrailError(
                "cycle", f"“{upstream}” already came out of “{downstream}”: the trail cannot run in a circle"
            )
        link, created = Derivation.objects.get_or_create(upstream=upstream, downstream=downstream, label=label)
        if created:
            audit(by, verb="record.derived", target=downstream, detail={"upstream": str(upstream.pk), "label": label})
    return link


def attach_finding(*, record: Record, finding: Finding, by: Actor) -> RecordFinding:
    """Join a finding to the record that it is about."""
    require(by, "evidence.seal", scope=record.inquiry)
    with transaction.atomic():
        link, created = RecordFinding.objects.get_or_create(record=record, finding=finding)
        if created:
            audit(by, verb="record.finding_attached", target=record, detail={"finding": finding.digest})
    return link
