"""Results: when the public map is replaced, what is sealed at closing, what erasure leaves."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from conversation_fixtures import SYSTEM, crowd
from django.db import connection
from django.utils import timezone

from pshub.delivery.models import OutboxMessage
from pshub.evidence import snapshots
from pshub.evidence.models import Finding, Provisional
from pshub.evidence.querysets import standing
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.people.permissions import NotPermitted
from pshub.practice.conversations import actions, changes, pseudonyms, tasks
from pshub.practice.conversations.actions import exporting
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Participant, PolisImport, Vote
from pshub.practice.conversations.querysets import conversation_files, findings_of, public_finding_of, voters_since

QUICK = {"shuffles": 5}


def recompute(conversation) -> Provisional:
    return actions.recompute(conversation=conversation, parameters=QUICK, by=SYSTEM)


def seal(conversation) -> Finding:
    return actions.close_and_seal(conversation=conversation, parameters=QUICK, by=SYSTEM)


def people_in(finding: Finding) -> int:
    return len(changes.votes_by_person(snapshots.read(finding.snapshot).files))


def test_the_public_map_waits_until_ten_people_changed_while_the_exact_one_follows(conversation):
    crowd(conversation, people=20)
    first = recompute(conversation)
    crowd(conversation, people=9, first=20)
    second = recompute(conversation)
    assert second.released_at == first.released_at
    assert json.loads(second.exact_json)["participants"] == 29
    crowd(conversation, people=1, first=29)
    third = recompute(conversation)
    assert third.released_at > first.released_at
    assert json.loads(third.released_json)["people"] == 30


def test_a_recompute_leaves_weights_for_every_statement(conversation):
    crowd(conversation, people=12)
    recompute(conversation)
    assert set(conversation.routing.weights) == {"1", "2", "3"}
    assert min(conversation.routing.weights.values()) > 0


def test_there_is_no_map_without_votes_or_while_votes_are_loaded(conversation):
    for act in (recompute, seal):
        with pytest.raises(ConversationError, match="Nobody has voted"):
            act(conversation)
    Conversation.objects.filter(pk=conversation.pk).update(loading=True)
    conversation.refresh_from_db()
    with pytest.raises(ConversationError, match="being loaded"):
        recompute(conversation)
    assert not Provisional.objects.exists()


def test_asking_for_a_map_twice_queues_one_job(conversation, someone):
    crowd(conversation, people=12)
    asked = {actions.request_recompute(conversation=conversation, by=Actor.visitor()).pk for _ in range(3)}
    assert len(asked) == 1


def test_closing_seals_the_votes_and_says_so_on_the_trail(conversation):
    crowd(conversation, people=20)
    finding = seal(conversation)
    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.CLOSED
    assert (people_in(finding), conversation.left_out) == (20, 0)
    assert conversation.record.record_findings.get().finding == finding
    assert finding.public


def test_too_few_late_votes_are_left_out_of_the_public_result_and_counted(conversation):
    crowd(conversation, people=20)
    recompute(conversation)
    crowd(conversation, people=4, first=20)
    finding = seal(conversation)
    conversation.refresh_from_db()
    assert (people_in(finding), conversation.left_out) == (20, 4)


def test_what_moderators_did_after_the_last_public_map_counts_though_late_votes_do_not(conversation, statement):
    crowd(conversation, people=20)
    recompute(conversation)
    crowd(conversation, people=4, first=20)
    actions.reject_statement(statement=statement, reason="abuse", by=SYSTEM)
    finding = seal(conversation)
    assert "Open on Sundays" not in finding.released_json
    assert people_in(finding) == 20


def test_enough_late_votes_are_sealed_with_the_others(conversation):
    crowd(conversation, people=20)
    recompute(conversation)
    crowd(conversation, people=10, first=20)
    finding = seal(conversation)
    conversation.refresh_from_db()
    assert (people_in(finding), conversation.left_out) == (30, 0)


def test_sealing_again_returns_the_same_finding_and_other_parameters_supersede_it(conversation):
    crowd(conversation, people=20)
    finding = seal(conversation)
    assert seal(conversation).digest == finding.digest
    other = actions.close_and_seal(conversation=conversation, parameters={**QUICK, "seed": 5}, by=SYSTEM)
    assert other.digest != finding.digest
    assert standing(finding).state == "superseded"
    assert public_finding_of(conversation) == other


def test_what_was_shown_last_but_cannot_be_read_keeps_the_next_result_out_of_sight(conversation):
    crowd(conversation, people=20)
    provisional = recompute(conversation)
    snapshots.remove(provisional.released_snapshot.digest)
    assert not seal(conversation).public


def test_only_those_who_may_seal_do(conversation, someone):
    crowd(conversation, people=12)
    with pytest.raises(NotPermitted):
        actions.close_and_seal(conversation=conversation, by=someone)
    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.OPEN


def test_what_has_not_opened_is_not_sealed(planned):
    with pytest.raises(ConversationError, match="not open yet"):
        seal(planned)
    with pytest.raises(ConversationError, match="still open"):
        actions.request_seal(conversation=planned, by=SYSTEM)


def voter(conversation) -> Actor:
    token = pseudonyms.new_token()
    by = Actor.participant(pseudonyms.voting_pseudonym(conversation, token))
    for statement in conversation.statements.all():
        actions.cast_vote(conversation=conversation, statement=statement, value=1, by=by)
    return by


def test_erasing_somebody_takes_their_votes_out_of_every_stored_input(conversation):
    crowd(conversation, people=20)
    by = voter(conversation)
    recompute(conversation)
    finding = seal(conversation)
    label = f"hub-{Participant.objects.get(pseudonym=by.pseudonym).pk}"
    assert label in changes.votes_by_person(snapshots.read(finding.snapshot).files)
    actions.erase_participant(conversation=conversation, by=by)
    assert actions.erase_sources(conversation=conversation, by=SYSTEM) == 1
    finding.refresh_from_db()
    finding.snapshot.refresh_from_db()
    assert finding.snapshot.erased_at is not None
    assert finding.result_json == ""
    successor = findings_of(conversation).first()
    provisional = Provisional.objects.get()
    for kept in (successor.snapshot, provisional.released_snapshot):
        assert label not in changes.votes_by_person(snapshots.read(kept).files)
    assert not successor.public
    assert actions.erase_sources(conversation=conversation, by=SYSTEM) == 0


def test_erasing_somebody_does_not_bring_out_a_map_without_them_only(conversation):
    crowd(conversation, people=20)
    by = voter(conversation)
    before = recompute(conversation).released_json
    actions.erase_participant(conversation=conversation, by=by)
    actions.erase_sources(conversation=conversation, by=SYSTEM)
    forgotten = Provisional.objects.get()
    assert (forgotten.exact_json, forgotten.removed_since_release) == ("{}", 1)
    again = recompute(conversation)
    assert again.released_json == before
    assert not seal(conversation).public


def test_enough_changes_with_an_erased_person_among_them_are_shown_and_sealed(conversation):
    crowd(conversation, people=20)
    by = voter(conversation)
    recompute(conversation)
    actions.erase_participant(conversation=conversation, by=by)
    actions.erase_sources(conversation=conversation, by=SYSTEM)
    crowd(conversation, people=9, first=20)
    assert recompute(conversation).removed_since_release == 0
    assert seal(conversation).public


@pytest.mark.parametrize("lost", ["provisional", "finding"])
def test_an_input_that_cannot_be_read_stops_no_erasure(conversation, lost):
    crowd(conversation, people=20)
    by = voter(conversation)
    provisional, finding = recompute(conversation), seal(conversation)
    snapshots.remove((provisional.released_snapshot if lost == "provisional" else finding.snapshot).digest)
    actions.erase_participant(conversation=conversation, by=by)
    assert actions.erase_sources(conversation=conversation, by=SYSTEM) == 1
    finding.refresh_from_db()
    provisional.refresh_from_db()
    assert (finding.result_json, provisional.exact_json) == ("", "{}")
    assert finding.snapshot.erased_at is not None
    assert (provisional.released_snapshot is None) == (lost == "provisional")
    assert not seal(conversation).public


def test_erasing_the_only_voter_leaves_nothing_to_seal(conversation):
    by = voter(conversation)
    seal(conversation)
    actions.erase_participant(conversation=conversation, by=by)
    assert actions.erase_sources(conversation=conversation, by=SYSTEM) == 1
    assert findings_of(conversation).count() == 1


def test_somebody_erases_themselves_only(conversation, someone):
    by = voter(conversation)
    for stranger in (someone, SYSTEM):
        with pytest.raises(ConversationError):
            actions.erase_participant(conversation=conversation, by=stranger)
    with pytest.raises(NotPermitted):
        actions.erase_participant(conversation=conversation, label="p1", by=someone)
    assert Vote.objects.count() == 3
    actions.erase_participant(conversation=conversation, by=by)
    assert not Participant.objects.exists()
    assert OutboxMessage.objects.filter(topic=actions.ERASED).count() == 1


def test_an_imported_person_who_was_erased_is_remembered_by_label(conversation):
    crowd(conversation, people=2)
    PolisImport.objects.create(conversation=conversation)
    actions.erase_participant(conversation=conversation, label="p1", by=SYSTEM)
    assert PolisImport.objects.get().erased == ["p1"]
    assert list(conversation.participants.values_list("label", flat=True)) == ["p0"]


def test_erasing_authorship_deletes_what_nobody_read_and_unties_the_rest(conversation, someone):
    kept = actions.submit_statement(conversation=conversation, text="Lend tools", by=someone)
    actions.accept_statement(statement=kept, by=SYSTEM)
    unread = actions.submit_statement(conversation=conversation, text="Lend toys", by=someone)
    assert actions.erase_authorship(conversation=conversation, by=someone) == 2
    kept.refresh_from_db()
    assert kept.author == ""
    assert not conversation.statements.filter(pk=unread.pk).exists()
    with pytest.raises(ConversationError, match="takes part"):
        actions.erase_authorship(conversation=conversation, by=SYSTEM)


def test_the_worker_draws_maps_that_are_due_and_only_those(conversation, settings):
    assert tasks.draw_due_maps() == 0
    crowd(conversation, people=12)
    assert tasks.draw_due_maps() == 1
    tasks.draw_map({"conversation": str(conversation.pk)})
    assert tasks.draw_due_maps() == 0
    settings.RECOMPUTE_MINUTES = 0
    assert tasks.draw_due_maps() == 0
    crowd(conversation, people=2, first=12)
    assert tasks.draw_due_maps() == 1


def test_the_worker_seals_what_closed_by_the_clock_but_not_imports(conversation):
    crowd(conversation, people=12)
    now = timezone.now()
    assert tasks.seal_due_results() == 0
    Conversation.objects.filter(pk=conversation.pk).update(
        opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1)
    )
    assert tasks.seal_due_results() == 1
    tasks.seal_due_results()
    asked = AuditEntry.objects.filter(verb="conversation.seal_asked").count()
    assert asked == OutboxMessage.objects.filter(topic=actions.CLOSE).count()
    tasks.seal_closed({"conversation": str(conversation.pk)})
    assert tasks.seal_due_results() == 0
    assert Finding.objects.count() == 1
    Conversation.objects.filter(pk=conversation.pk).update(sealed_at=None)
    PolisImport.objects.create(conversation=conversation)
    assert tasks.seal_due_results() == 0


def test_jobs_for_a_conversation_that_is_gone_do_nothing(db):
    payload = {"conversation": "00000000-0000-0000-0000-000000000000"}
    for job in (tasks.draw_map, tasks.seal_closed, tasks.erase_sources):
        job(payload)
    assert not Finding.objects.exists()


def test_people_who_voted_since_are_counted_once(conversation):
    start = timezone.now()
    crowd(conversation, people=3)
    assert voters_since(conversation, start - timedelta(seconds=1)) == 3
    assert voters_since(conversation, timezone.now()) == 0


def test_equal_votes_give_equal_files_whoever_came_first(conversation, inquiry):
    crowd(conversation, people=6)
    before = conversation_files(conversation)
    Vote.objects.all().delete()
    Participant.objects.all().delete()
    crowd(conversation, people=3, first=3)
    crowd(conversation, people=3)
    assert conversation_files(conversation) == before


def test_taking_exact_results_is_for_analysts_and_written_down(conversation, someone):
    with pytest.raises(ConversationError, match="Nobody"):
        actions.take_exact(conversation=conversation, by=SYSTEM)
    crowd(conversation, people=12)
    recompute(conversation)
    assert json.loads(actions.take_exact(conversation=conversation, by=SYSTEM))["participants"] == 12
    with pytest.raises(NotPermitted):
        actions.take_exact(conversation=conversation, by=someone)


def test_nobody_waits_to_vote_while_an_export_is_made(conversation, monkeypatch):
    crowd(conversation, people=2)
    outside, inside = len(connection.atomic_blocks), []
    made = exporting.polis_files

    def watched(of):
        inside.append(len(connection.atomic_blocks))
        return made(of)

    monkeypatch.setattr(exporting, "polis_files", watched)
    assert "votes.csv" in actions.export_polis(conversation=conversation, by=SYSTEM)
    assert inside == [outside]
