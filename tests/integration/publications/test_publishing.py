"""Publishing pins what a page shows, or refuses and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from pshub.evidence.actions import supersede, withdraw
from pshub.evidence.models import Citation, Finding
from pshub.inquiries.actions import attach_finding, create_record
from pshub.inquiries.models import Derivation, Inquiry, Record
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, User
from pshub.people.permissions import NotPermitted
from pshub.people.roles import Role
from pshub.publishing.publications.actions import change_publication, confirm, publish, unpublish
from pshub.publishing.publications.checks import check
from pshub.publishing.publications.models import (
    PublicationIndexPage,
    PublicationPage,
    PublicationVersion,
    PublishingCheck,
)
from pshub.publishing.publications.problems import PublishRefused

pytestmark = pytest.mark.django_db
Draft = Callable[..., PublicationPage]


def nothing_written(page: PublicationPage) -> bool:
    page.refresh_from_db()
    return not (
        page.live
        or PublicationVersion.objects.exists()
        or Citation.objects.exists()
        or Record.objects.filter(kind="publication").exists()
    )


def test_publishing_pins_the_findings_and_cites_each_cell(report: PublicationPage, finding: Finding, by: Actor) -> None:
    version = publish(page=report, by=by)

    assert version is not None
    assert (version.number, version.digests) == (1, [finding.digest])
    cited = Citation.objects.order_by("cell").values_list("finding__digest", "cell", "value")
    assert list(cited) == [(finding.digest, "", ""), (finding.digest, "visits/Northgate/visits", "12,345")]
    report.refresh_from_db()
    assert report.live
    assert report.live_revision_id == version.revision_id
    assert AuditEntry.objects.filter(verb="publication.published").count() == 1


def test_a_publication_is_on_the_trail_of_what_its_findings_are_about(
    report: PublicationPage, finding: Finding, inquiry: Inquiry, by: Actor
) -> None:
    event = create_record(kind="event", title="A meeting", inquiry=inquiry, by=by)
    told = create_record(kind="event", title="Another meeting", inquiry=inquiry, by=by)
    attach_finding(record=event, finding=finding, by=by)

    publish(page=report, reports_on=[told], by=by)

    report.refresh_from_db()
    assert report.record is not None
    assert (report.record.kind, report.record.title, report.record.inquiry) == ("publication", report.title, inquiry)
    links = Derivation.objects.filter(downstream=report.record, label="reports-on")
    assert {link.upstream for link in links} == {event, told}


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("visits/Eastgate/visits", "no row 'Eastgate'"),
        ("visits/Northgate/lemons", "no column 'lemons'"),
        ("visitors/Northgate/visits", "no table 'visitors'"),
        ("visits/South & East/again", "the cell is empty"),
        ("visits/Northgate/visits|percent", "not a share"),
        ("visits/Northgate/visits|loud", "“loud”"),
        ("visits/Northgate", "does not name a cell"),
    ],
)
def test_a_number_bound_to_nothing_is_refused_by_name(
    draft_report: Draft, finding: Finding, by: Actor, token: str, says: str
) -> None:
    page = draft_report(text=f"<p>So: {{{{ finding:{finding.digest[:12]}/{token.replace('&', '&amp;')} }}}}.</p>")

    with pytest.raises(PublishRefused) as refused:
        publish(page=page, by=by)

    assert token.split("|")[0] in str(refused.value)
    assert says in str(refused.value)
    assert "Block 2 (text)" in str(refused.value)
    assert nothing_written(page)


def test_all_problems_are_told_at_once(draft_report: Draft, by: Actor) -> None:
    page = draft_report(text="<p>{{ finding:000000/a/b/c }} and {{ finding:zzz/a/b/c }} and {{ find<b>ing:x }}</b></p>")

    with pytest.raises(PublishRefused) as refused:
        publish(page=page, by=by)

    assert {problem.code for problem in refused.value.problems} == {"unknown-finding", "bad-digest", "broken-token"}


def test_a_figure_that_the_finding_has_not_is_refused(draft_report: Draft, finding: Finding, by: Actor) -> None:
    page = draft_report(body=[("finding", {"finding": finding.pk, "figure": "pie", "caption": "", "show_table": True})])

    with pytest.raises(PublishRefused, match=r"no figure “pie”\. It has: bars"):
        publish(page=page, by=by)

    assert nothing_written(page)


def test_a_withdrawn_finding_blocks_publishing_with_its_reason(
    report: PublicationPage, finding: Finding, by: Actor
) -> None:
    withdraw(finding=finding, reason="Two libraries were counted twice", by=by)

    with pytest.raises(PublishRefused, match="Two libraries were counted twice"):
        publish(page=report, by=by)

    assert nothing_written(report)


def test_a_finding_out_of_sight_cannot_be_published_unawares(
    report: PublicationPage, finding: Finding, by: Actor
) -> None:
    Finding.objects.update(public=False)

    with pytest.raises(PublishRefused, match="not public yet"):
        publish(page=report, by=by)

    assert nothing_written(report)


def test_numbers_bound_to_nothing_must_be_confirmed(draft_report: Draft, by: Actor) -> None:
    page = draft_report(text="<p>In 2026, 14 people and £3.5 million, by 3 May 2026.</p>")

    with pytest.raises(PublishRefused) as refused:
        publish(page=page, by=by)
    assert "14" in str(refused.value)
    assert nothing_written(page)

    keys = [numeral.key for numeral in check(page).numerals if not numeral.date]
    version = publish(page=page, confirmed=keys, by=by)
    assert version is not None
    assert sorted(key.split("|")[1] for key in version.confirmed) == ["14", "£3.5 million"]


def test_a_second_version_needs_a_change_note_and_keeps_the_first(report: PublicationPage, by: Actor) -> None:
    first = publish(page=report, by=by)
    revision = change_publication(page=report, summary="What people told us, corrected.", by=by)

    with pytest.raises(PublishRefused, match="Say what changed"):
        publish(page=report, by=by)
    second = publish(page=report, revision=revision, change_note="Corrects the summary", by=by)

    assert first is not None
    assert second is not None
    assert (second.number, second.change_note) == (2, "Corrects the summary")
    assert Citation.objects.filter(revision=first.revision).count() == 2
    assert Citation.objects.filter(revision=second.revision).count() == 2
    report.refresh_from_db()
    assert Record.objects.get(kind="publication").summary == report.summary == "What people told us, corrected."


def test_what_was_confirmed_once_stays_confirmed(draft_report: Draft, by: Actor) -> None:
    page = draft_report(text="<p>There were 14 people.</p>")
    publish(page=page, confirm_all=True, by=by)
    change_publication(page=page, summary="Another summary.", by=by)

    version = publish(page=page, change_note="Summary", by=by)

    assert version is not None
    assert version.number == 2


def test_publishing_the_same_revision_again_writes_no_second_version(report: PublicationPage, by: Actor) -> None:
    first = publish(page=report, by=by)
    unpublish(page=report, by=by)
    assert Record.objects.get(kind="publication").visibility == Record.Visibility.STUDIO

    report.refresh_from_db()
    again = publish(page=report, by=by)

    assert again == first
    assert Record.objects.get(kind="publication").visibility == Record.Visibility.PUBLIC
    report.refresh_from_db()
    assert report.live


def test_purging_revisions_spares_what_was_published(report: PublicationPage, by: Actor) -> None:
    first = publish(page=report, by=by)
    change_publication(page=report, summary="Never published.", by=by)
    change_publication(page=report, summary="The next one.", by=by)
    publish(page=report, change_note="Next", by=by)
    change_publication(page=report, summary="A later draft.", by=by)
    before = Revision.objects.count()

    call_command("purge_revisions")

    assert first is not None
    assert Revision.objects.filter(pk=first.revision_id).exists()
    assert Revision.objects.count() == before - 1
    with pytest.raises(ProtectedError):
        first.revision.delete()


def test_a_schedule_publishes_by_the_same_way(report: PublicationPage, finding: Finding, by: Actor) -> None:
    change_publication(page=report, go_live_at=timezone.now() + timedelta(hours=1), by=by)
    assert publish(page=report, by=by) is None
    assert not PublicationVersion.objects.exists()
    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()

    call_command("publish_scheduled")

    report.refresh_from_db()
    assert report.live
    assert PublicationVersion.objects.get().digests == [finding.digest]
    assert Citation.objects.count() == 2


def test_a_schedule_that_cannot_be_kept_says_why_and_holds_up_nothing(
    report: PublicationPage, finding: Finding, draft_report: Draft, by: Actor
) -> None:
    other = draft_report(title="Another report", text="<p>Words only.</p>", body=[("text", "<p>Words only.</p>")])
    for page in (report, other):
        revision = page.get_latest_revision()
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    withdraw(finding=finding, reason="Counted twice", by=by)

    call_command("publish_scheduled")

    report.refresh_from_db()
    other.refresh_from_db()
    assert (report.live, other.live) == (False, True)
    entry = PageLogEntry.objects.get(action="publications.refused")
    assert "Counted twice" in entry.data["problems"][0]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_superseded_finding_can_still_be_published(
    report: PublicationPage, finding: Finding, seal_visits: Callable[..., Finding], by: Actor
) -> None:
    supersede(finding=finding, successor=seal_visits([["Northgate", 1, 1.0, 1]]), by=by)

    version = publish(page=report, by=by)

    assert version is not None


def test_only_those_who_may_publish_do(report: PublicationPage, make_account: Callable[..., User], by: Actor) -> None:
    member, analyst = make_account(Role.MEMBER), make_account(Role.ANALYST)

    for user in (member, analyst):
        with pytest.raises(NotPermitted):
            publish(page=report, by=Actor.user(user))
        with pytest.raises(NotPermitted):
            report.get_latest_revision().publish(user=user)
        with pytest.raises(NotPermitted):
            confirm(revision=report.get_latest_revision(), by=Actor.user(user))
    assert nothing_written(report)

    editor = make_account(Role.EDITOR)
    version = publish(page=report, by=Actor.user(editor))
    assert version is not None
    assert version.published_by == str(editor)


def test_a_draft_with_a_wrong_field_is_refused_whole(shelf: PublicationIndexPage, draft_report: Draft) -> None:
    with pytest.raises(ValidationError, match="not an ORCID iD"):
        draft_report(authors=[{"name": "Ada", "orcid": "0000-0002-1825-0098"}])

    assert not PublicationPage.objects.exists()
    assert draft_report(authors=[{"name": "Ada", "orcid": "0000-0002-1825-0097"}]).authors.count() == 1


def test_text_from_outside_the_editor_is_held_to_what_the_editor_can_write(draft_report: Draft) -> None:
    page = draft_report(
        text='<p onclick="x()">One <script>alert(1)</script><b>two</b> <a href="javascript:x()">three</a></p>'
    )

    stored = str(page.get_latest_revision().content["body"])

    assert "two" in stored
    assert not any(bad in stored for bad in ("onclick", "<script", "javascript:"))


def test_a_failure_half_way_leaves_nothing(report: PublicationPage, by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from pshub.publishing.publications import actions

    def fail(**_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, "cite_findings", fail)
    with pytest.raises(RuntimeError, match="disk is full"):
        publish(page=report, confirmed=["x"], by=by)

    assert nothing_written(report)
    assert not PublishingCheck.objects.exists()
