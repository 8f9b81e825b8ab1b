"""Conversations in the studio: made, opened, moderated, closed, taken out by those who may."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from conversation_fixtures import SYSTEM, crowd
from django.urls import reverse

from pshub.delivery.models import OutboxMessage
from pshub.people.actions import create_account
from pshub.people.models import AuditEntry
from pshub.practice.conversations import actions
from pshub.practice.conversations.actions import Reason
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Statement
from pshub.practice.conversations.studio.viewsets import change


@pytest.fixture(autouse=True)
def without_second_factor(monkeypatch):
    """Let accounts in by their password: the second factor has tests of its own."""
    for module in ("middleware", "requests"):
        monkeypatch.setattr(f"pshub.people.{module}.passed_second_factor", lambda request, user: True)


def signed_in(client, *roles: str):
    user = create_account(
        email=f"{'-'.join(roles)}@example.org", name="Somebody", password="a long password", roles=roles, by=SYSTEM
    )
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def inspect(conversation) -> str:
    return reverse("studio_conversations:inspect", args=[conversation.pk])


def step(client, conversation, name: str, **data):
    return client.post(reverse("studio_conversations:step", args=[conversation.pk, name]), data, follow=True)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_an_editor_makes_and_changes_a_conversation(client, inquiry):
    signed_in(client, "editor")
    add = reverse("studio_conversations:add")
    form = client.get(add).context["form"]
    values = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    values |= {"title": "Parks", "inquiry": inquiry.pk, "question": "What now?"}
    values["reasons"] = "It is rude [hide]\nIt is rude\nIt is not about the question."
    client.post(add, values)
    made = Conversation.objects.get()
    assert [(reason.code, reason.shows_text) for reason in made.reasons.all()] == [
        ("it-is-rude", False),
        ("it-is-rude-2", True),
        ("off-subject", True),
    ]
    edit = reverse("studio_conversations:edit", args=[made.pk])
    client.post(edit, {**values, "title": "Parks now", "reasons": "It is rude"})
    made = Conversation.objects.get()
    assert (str(made), [reason.words for reason in made.reasons.all()]) == ("Parks now", ["It is rude"])


def test_a_change_that_is_refused_leaves_the_reasons_as_they_were(planned):
    before = list(planned.reasons.values_list("words", flat=True))
    with pytest.raises(ConversationError):
        change(conversation=planned, reasons=[Reason("new", "New words")], by=SYSTEM, nonsense="x")
    assert list(planned.reasons.values_list("words", flat=True)) == before


def test_once_open_the_form_offers_only_what_may_still_change(client, conversation):
    signed_in(client, "editor")
    edit = reverse("studio_conversations:edit", args=[conversation.pk])
    assert set(client.get(edit).context["form"].fields) == {"title", "introduction", "submissions"}
    client.post(edit, {"title": "New", "introduction": "", "submissions": "nobody"})
    conversation.refresh_from_db()
    assert (str(conversation.record.title), conversation.submissions) == ("New", "nobody")


def test_a_conversation_is_opened_closed_and_recomputed_at_the_press_of_a_button(client, planned):
    signed_in(client, "editor")
    assert "day and time" in text_of(step(client, planned, "open", at="soon"))
    assert "is open" in text_of(step(client, planned, "open"))
    assert "Nobody has voted" in text_of(step(client, planned, "recompute"))
    actions.seed_statement(conversation=planned, text="One", by=SYSTEM)
    crowd(planned, people=12)
    assert "drawing the map" in text_of(step(client, planned, "recompute"))
    assert "still open" in text_of(step(client, planned, "seal"))
    assert "has closed" in text_of(step(client, planned, "close"))
    assert "is sealing" in text_of(step(client, planned, "seal"))
    assert step(client, planned, "dance").status_code == 404
    topics = set(OutboxMessage.objects.values_list("topic", flat=True))
    assert {actions.RECOMPUTE, actions.CLOSE} <= topics


def test_a_facilitator_closes_a_conversation_and_leaves_sealing_to_others(client, conversation):
    signed_in(client, "facilitator")
    crowd(conversation, people=12)
    assert "has closed" in text_of(step(client, conversation, "close"))
    assert "is sealing" not in text_of(step(client, conversation, "seal"))


def test_the_queue_is_decided_ticked_by_ticked_with_a_published_reason(client, conversation, someone):
    signed_in(client, "facilitator")
    words = ("Tools", "Toys", "Boats")
    waiting = [actions.submit_statement(conversation=conversation, text=text, by=someone) for text in words]
    queue = reverse("conversations_moderation")
    page = text_of(client.get(queue))
    assert all(text in page for text in (*words, "It advertises something."))
    tools, toys, boats = (str(statement.pk) for statement in waiting)
    client.post(queue, {"statement": [tools, toys], "decision": "accept"})
    assert "Choose the published reason" in text_of(
        client.post(queue, {"statement": boats, "decision": "reject"}, follow=True)
    )
    client.post(queue, {"statement": boats, "decision": "reject", "reason": "made-up"})
    client.post(queue, {"statement": boats, "decision": "reject", "reason": "advertising"})
    again = client.post(queue, {"statement": [tools, "x"], "decision": "reject", "reason": "abuse"}, follow=True)
    assert "Tick at least one" in text_of(again)
    assert "nothing to read" in text_of(again)
    states = {row.text: row.state for row in Statement.objects.filter(origin="submitted")}
    assert states == {"Tools": "accepted", "Toys": "accepted", "Boats": "rejected"}


def test_analysts_take_exact_data_and_it_is_written_down(client, conversation):
    signed_in(client, "analyst")
    crowd(conversation, people=12)
    exact = reverse("studio_conversations:exact", args=[conversation.pk])
    assert "Nobody has voted" in text_of(client.post(exact, follow=True))
    actions.recompute(conversation=conversation, parameters={"shuffles": 5}, by=SYSTEM)
    assert client.post(exact).json()["participants"] == 12
    response = client.post(reverse("studio_conversations:polis", args=[conversation.pk]))
    names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert names == ["summary.csv", "comments.csv", "votes.csv", "participants-votes.csv"]
    assert "restricted" in response["Content-Disposition"]
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"conversation.exported", "conversation.exact_taken"} <= verbs
    Conversation.objects.filter(pk=conversation.pk).update(loading=True)
    polis = reverse("studio_conversations:polis", args=[conversation.pk])
    assert "being loaded" in text_of(client.post(polis, follow=True))


@pytest.mark.parametrize(("role", "allowed"), [("facilitator", False), ("editor", False), ("analyst", True)])
def test_row_level_data_is_for_analysts_only(client, conversation, role, allowed):
    signed_in(client, role)
    crowd(conversation, people=12)
    response = client.post(reverse("studio_conversations:polis", args=[conversation.pk]))
    assert (response.status_code == 200) == allowed
    offered = "as a Polis export" in text_of(client.get(inspect(conversation)))
    assert offered == allowed


def test_lists_show_conversations_and_statements(client, conversation, someone):
    signed_in(client, "editor")
    actions.submit_statement(conversation=conversation, text="Lend tools", by=someone)
    assert "What next for our libraries?" in text_of(client.get(reverse("studio_conversations:index")))
    assert "Lend tools" in text_of(client.get(reverse("studio_statements:index")))
    add = reverse("studio_statements:add")
    client.post(add, {"conversation": conversation.pk, "text": "Written beforehand", "meta": "on"})
    seeded = Statement.objects.get(text="Written beforehand")
    assert (seeded.origin, seeded.meta) == ("seeded", True)
    refused = client.post(add, {"conversation": conversation.pk, "text": "Written beforehand"})
    assert "already said that" in text_of(refused)
    edit = reverse("studio_statements:edit", args=[seeded.pk])
    client.post(edit, {"text": "Written anew"})
    seeded.refresh_from_db()
    assert (seeded.text, seeded.meta) == ("Written anew", False)


def test_the_queue_is_for_moderators(client, conversation):
    signed_in(client, "analyst")
    assert client.get(reverse("conversations_moderation")).status_code in (302, 403)
