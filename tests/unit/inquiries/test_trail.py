"""The trail: what may come out of what, and who may say so."""

from __future__ import annotations

import pytest

from pshub.evidence.models import Finding, Snapshot
from pshub.inquiries import actions, kinds
from pshub.inquiries.models import Derivation, Inquiry, Record
from pshub.inquiries.trail import downstream_of, upstream_of
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, Organisation, User
from pshub.people.permissions import NotPermitted
from pshub.people.roles import Role

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
THOUGHT = kinds.RecordKind(
    name="test-thought",
    singular="thought",
    plural="thoughts",
    address=lambda record: None,
    derives_from={
        "develops": kinds.Relation("develops", "develops", "developed into", frozenset({"test-thought"})),
        "named-at": kinds.Relation("named-at", "was named at", "is where was named", frozenset({"event"})),
    },
)


@pytest.fixture(autouse=True)
def _kind() -> None:
    kinds.register(THOUGHT)


@pytest.fixture
def inquiry() -> Inquiry:
    return actions.create_inquiry(title="Libraries", slug="libraries", question="What for?", by=SYSTEM)


def thought(inquiry: Inquiry, title: str) -> Record:
    return actions.create_record(kind="test-thought", title=title, inquiry=inquiry, by=SYSTEM)


def test_a_record_finds_everything_up_and_down_its_trail(inquiry: Inquiry) -> None:
    first, second, third, aside = (thought(inquiry, name) for name in ("first", "second", "third", "aside"))
    actions.derive(upstream=first, downstream=second, label="develops", by=SYSTEM)
    actions.derive(upstream=second, downstream=third, label="develops", by=SYSTEM)
    actions.derive(upstream=first, downstream=third, label="develops", by=SYSTEM)
    assert downstream_of([first.pk]) == {second.pk, third.pk}
    assert upstream_of([third.pk]) == {first.pk, second.pk}
    assert downstream_of([aside.pk]) == set()


def test_a_circle_is_refused_and_nothing_is_written(inquiry: Inquiry) -> None:
    first, second, third = (thought(inquiry, name) for name in ("first", "second", "third"))
    actions.derive(upstream=first, downstream=second, label="develops", by=SYSTEM)
    actions.derive(upstream=second, downstream=third, label="develops", by=SYSTEM)
    with pytest.raises(actions.TrailError, match="circle") as caught:
        actions.derive(upstream=third, downstream=first, label="develops", by=SYSTEM)
    assert caught.value.code == "cycle"
    with pytest.raises(actions.TrailError, match="circle"):
        actions.derive(upstream=first, downstream=first, label="develops", by=SYSTEM)
    assert Derivation.objects.count() == 2


def test_a_kind_derives_only_from_the_kinds_it_declares(inquiry: Inquiry) -> None:
    event = actions.create_record(kind="event", title="Open day", inquiry=inquiry, by=SYSTEM)
    idea = thought(inquiry, "an idea")
    actions.derive(upstream=event, downstream=idea, label="named-at", by=SYSTEM)
    with pytest.raises(actions.TrailError) as caught:
        actions.derive(upstream=event, downstream=idea, label="develops", by=SYSTEM)
    assert caught.value.code == "kind-not-allowed"
    with pytest.raises(actions.TrailError) as caught:
        actions.derive(upstream=idea, downstream=event, label="follows", by=SYSTEM)
    assert caught.value.code == "unknown-relation"
    with pytest.raises(kinds.UnknownRecordKind):
        actions.create_record(kind="no-such-kind", title="x", inquiry=inquiry, by=SYSTEM)


def test_joining_twice_is_one_link_and_one_entry(inquiry: Inquiry) -> None:
    first, second = thought(inquiry, "first"), thought(inquiry, "second")
    for _ in range(2):
        actions.derive(upstream=first, downstream=second, label="develops", by=SYSTEM)
    assert Derivation.objects.count() == 1
    assert AuditEntry.objects.filter(verb="record.derived").count() == 1


def test_a_role_in_one_inquiry_counts_there_and_nowhere_else(inquiry: Inquiry) -> None:
    other = actions.create_inquiry(title="Parks", slug="parks", question="Whose?", by=SYSTEM)
    user = User.objects.create_user("facilitator@example.org")
    actions.give_inquiry_role(inquiry=inquiry, user=user, role=Role.FACILITATOR, by=SYSTEM)
    by = Actor.user(user)
    actions.derive(upstream=thought(inquiry, "a"), downstream=thought(inquiry, "b"), label="develops", by=by)
    with pytest.raises(NotPermitted):
        actions.derive(upstream=thought(other, "a"), downstream=thought(other, "b"), label="develops", by=by)
    assert Derivation.objects.count() == 1


def test_only_those_who_may_change_an_inquiry(inquiry: Inquiry) -> None:
    visitor = Actor.visitor()
    with pytest.raises(NotPermitted):
        actions.create_inquiry(title="x", slug="x", question="?", by=visitor)
    with pytest.raises(NotPermitted):
        actions.change_inquiry(inquiry=inquiry, title="Mine", by=visitor)
    with pytest.raises(NotPermitted):
        actions.create_place(name="x", slug="x", by=visitor)
    actions.change_inquiry(inquiry=inquiry, title="Our libraries", by=SYSTEM)
    inquiry.refresh_from_db()
    assert inquiry.title == "Our libraries"
    entry = AuditEntry.objects.get(verb="inquiry.changed")
    assert (entry.actor, entry.detail) == ("tests", {"fields": ["title"]})


def test_naming_a_partner_again_changes_its_part(inquiry: Inquiry) -> None:
    council = Organisation.objects.create(name="Council", slug="council")
    actions.add_partner(inquiry=inquiry, organisation=council, part="commissioner", by=SYSTEM)
    actions.add_partner(inquiry=inquiry, organisation=council, part="host", by=SYSTEM)
    assert [partner.part for partner in inquiry.partnerships.all()] == ["host"]


def test_a_partner_can_be_changed_and_taken_off_and_the_log_says_who_did(inquiry: Inquiry) -> None:
    council = Organisation.objects.create(name="Council", slug="council")
    partnership = actions.add_partner(inquiry=inquiry, organisation=council, part="host", by=SYSTEM)
    actions.change_partner(partnership=partnership, part="funder", by=SYSTEM)
    partnership.refresh_from_db()
    assert partnership.part == "funder"
    with pytest.raises(NotPermitted):
        actions.remove_partner(partnership=partnership, by=Actor.visitor())
    actions.remove_partner(partnership=partnership, by=SYSTEM)
    assert not inquiry.partnerships.exists()
    assert AuditEntry.objects.get(verb="inquiry.partner_removed").detail == {"organisation": "Council"}


def test_a_place_can_be_named_and_renamed() -> None:
    place = actions.create_place(name="Nowhere", slug="nowhere", by=SYSTEM)
    actions.change_place(place=place, name="Somewhere", by=SYSTEM)
    place.refresh_from_db()
    assert place.name == "Somewhere"


def test_a_finding_is_joined_to_its_record_once(inquiry: Inquiry) -> None:
    snapshot = Snapshot.objects.create(digest="a" * 64, restricted=False, size=1)
    finding = Finding.objects.create(
        digest="b" * 64,
        kind="test",
        title="t",
        method_json="{}",
        parameters_json="{}",
        snapshot=snapshot,
        result_json="{}",
        result_digest="c" * 64,
        released_json="{}",
        released_digest="d" * 64,
        commitment="e" * 64,
    )
    record = thought(inquiry, "counted")
    for _ in range(2):
        actions.attach_finding(record=record, finding=finding, by=SYSTEM)
    assert [link.finding for link in record.record_findings.all()] == [finding]
    assert AuditEntry.objects.filter(verb="record.finding_attached").count() == 1
