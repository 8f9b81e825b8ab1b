"""The trail as a reader sees it: complete for those who may see it, and seamless for those who may not."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pshub.inquiries import actions, kinds, provenance
from pshub.inquiries.models import Inquiry, Record
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.roles import Role

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
VISITOR = Actor.visitor()
ECHO = kinds.RecordKind(
    name="test-echo",
    singular="echo",
    plural="echoes",
    address=lambda record: None,
    derives_from={
        "answers": kinds.Relation("answers", "answers", "was answered by", frozenset({"test-echo"})),
        "said-at": kinds.Relation("said-at", "was said at", "is where was said", frozenset({"event"})),
    },
)


@pytest.fixture(autouse=True)
def _kind() -> None:
    kinds.register(ECHO)


@pytest.fixture
def inquiry() -> Inquiry:
    return actions.create_inquiry(title="Libraries", slug="libraries", question="What for?", by=SYSTEM)


def chain(inquiry: Inquiry, *titles: str, hidden: tuple[str, ...] = ()) -> list[Record]:
    records = [
        actions.create_record(
            kind="test-echo",
            title=title,
            inquiry=inquiry,
            visibility=Record.Visibility.STUDIO if title in hidden else Record.Visibility.PUBLIC,
            by=SYSTEM,
        )
        for title in titles
    ]
    for older, newer in itertools.pairwise(records):
        actions.derive(upstream=older, downstream=newer, label="answers", by=SYSTEM)
    return records


def told(steps: list[provenance.Step]) -> list[tuple[str, str, int]]:
    return [(step.record.title, str(step.how), step.depth) for step in steps]


def test_a_reader_sees_both_sides_nearest_first_in_the_words_of_each_direction(inquiry: Inquiry) -> None:
    records = chain(inquiry, "one", "two", "three", "four")
    assert told(provenance.steps(records[2], "upstream", VISITOR)) == [("two", "answers", 1), ("one", "answers", 2)]
    assert told(provenance.steps(records[1], "downstream", VISITOR)) == [
        ("three", "was answered by", 1),
        ("four", "was answered by", 2),
    ]


def test_what_is_hidden_hides_what_lies_behind_it(inquiry: Inquiry) -> None:
    first, *_, last = chain(inquiry, "one", "two", "secret", "four", hidden=("secret",))
    assert told(provenance.steps(first, "downstream", VISITOR)) == [("two", "was answered by", 1)]
    assert provenance.steps(last, "upstream", VISITOR) == []
    assert "secret" not in str(provenance.as_prov(first, VISITOR, base=""))
    assert [title for title, _, _ in told(provenance.steps(first, "downstream", SYSTEM))] == ["two", "secret", "four"]


def test_a_role_in_the_inquiry_opens_what_is_hidden_in_it(inquiry: Inquiry) -> None:
    first, *_ = chain(inquiry, "one", "secret", "three", hidden=("secret",))
    user = User.objects.create_user("f@example.org")
    assert len(provenance.steps(first, "downstream", Actor.user(user))) == 0
    actions.give_inquiry_role(inquiry=inquiry, user=user, role=Role.FACILITATOR, by=SYSTEM)
    assert len(provenance.steps(first, "downstream", Actor.user(user))) == 2


def test_records_of_an_inquiry_that_is_not_public_stay_hidden(inquiry: Inquiry) -> None:
    first, *_ = chain(inquiry, "one", "two")
    actions.change_inquiry(inquiry=inquiry, public=False, by=SYSTEM)
    assert provenance.steps(first, "downstream", VISITOR) == []


def test_a_record_met_on_two_paths_is_shown_once_at_its_nearest(inquiry: Inquiry) -> None:
    one, _, three = chain(inquiry, "one", "two", "three")
    actions.derive(upstream=one, downstream=three, label="answers", by=SYSTEM)
    assert told(provenance.steps(one, "downstream", VISITOR)) == [
        ("two", "was answered by", 1),
        ("three", "was answered by", 1),
    ]


@pytest.mark.parametrize("length", [3, 40])
def test_a_long_trail_asks_no_more_questions_than_a_short_one(inquiry: Inquiry, length: int) -> None:
    records = chain(inquiry, *(str(number) for number in range(length)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = provenance.steps(records[0], "downstream", VISITOR)
    assert len(found) == length - 1
    assert len(asked) == 2


def test_prov_names_entities_activities_and_how_they_are_joined(inquiry: Inquiry) -> None:
    event = actions.create_record(kind="event", title="An evening", inquiry=inquiry, by=SYSTEM)
    first, second = chain(inquiry, "one", "two")
    actions.derive(upstream=event, downstream=first, label="said-at", by=SYSTEM)
    document: dict[str, Any] = provenance.as_prov(second, VISITOR, base="https://hub.example")
    assert set(document["activity"]) == {f"hub:{event.pk}"}
    assert set(document["entity"]) == {f"hub:{first.pk}", f"hub:{second.pk}"}
    assert [
        (link["prov:generatedEntity"], link["prov:usedEntity"]) for link in document["wasDerivedFrom"].values()
    ] == [(f"hub:{second.pk}", f"hub:{first.pk}")]
    assert [(link["prov:entity"], link["prov:activity"]) for link in document["wasGeneratedBy"].values()] == [
        (f"hub:{first.pk}", f"hub:{event.pk}")
    ]
    assert document["entity"][f"hub:{first.pk}"]["prov:location"] == f"https://hub.example/records/{first.pk}/"


def test_many_records_joined_in_one_way_are_told_together(inquiry: Inquiry) -> None:
    first, second = chain(inquiry, "one", "two")
    others = chain(inquiry, "a"), chain(inquiry, "b")
    for (other,) in others:
        actions.derive(upstream=first, downstream=other, label="answers", by=SYSTEM)
    event = actions.create_record(kind="event", title="An evening", inquiry=inquiry, by=SYSTEM)
    actions.derive(upstream=event, downstream=first, label="said-at", by=SYSTEM)
    down = provenance.legs(provenance.steps(first, "downstream", VISITOR))
    assert [([record.title for record in leg.records], leg.is_next) for leg in down] == [(["two", "a", "b"], True)]
    up = provenance.legs(provenance.steps(second, "upstream", VISITOR))
    assert [(str(leg.how), leg.is_next) for leg in up] == [("answers", True), ("was said at", False)]
