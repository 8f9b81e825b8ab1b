"""What was published stays: versions, minor changes, corrections, withdrawal, succession, series and essays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision

from pshub.evidence.actions import supersede
from pshub.evidence.models import Finding
from pshub.inquiries import catalogue
from pshub.inquiries.imprecise import ImpreciseDate
from pshub.inquiries.models import Inquiry, Record, Topic
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.publishing.publications import actions
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage, PublicationVersion
from pshub.publishing.publications.problems import PublishRefused, StandingProblem

pytestmark = pytest.mark.django_db
Draft = Callable[..., PublicationPage]


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def reword(page: PublicationPage, words: str, by: Actor) -> None:
    actions.change_publication(page=page, body=[("text", f"<p>{words}</p>")], by=by)


def entry(page: PublicationPage) -> catalogue.Entry | None:
    [*found] = catalogue.get("publication").entries([str(page.pk)])
    return found[0] if found else None


def test_each_version_keeps_its_words_and_numbers_at_its_address(
    client: Client, report: PublicationPage, finding: Finding, seal_visits: Callable[..., Finding], by: Actor
) -> None:
    actions.publish(page=report, by=by)
    newer = seal_visits([["Northgate", 20000, 1.0, 50]], title="Visits in autumn")
    supersede(finding=finding, successor=newer, by=by)
    token = f"{{{{ finding:{newer.digest[:12]}/visits/Northgate/visits }}}}"
    actions.change_publication(page=report, title="Another title", body=[("text", f"<p>Now {token}.</p>")], by=by)
    actions.publish(page=report, change_note="Autumn figures", by=by)
    actions.change_publication(page=report, body=[("text", f"<p>Now it is {token}.</p>")], by=by)
    actions.publish(page=report, minor=True, by=by)

    first, second, now = (read(client, f"{report.get_url()}{end}") for end in ("versions/1/", "versions/2/", ""))

    assert "What libraries are for" in first
    assert ">12,345</a> visits" in first
    assert "20,000" not in first
    assert "This is version 1, kept as it was published" in first
    assert "Read the newest: version 2.1" in first
    assert ">Now <a" in second.replace("<p>Now", ">Now")
    assert "Now it is" not in second
    assert "Now it is" in read(client, f"{report.get_url()}versions/2.1/")
    assert "Now it is" in now
    assert "kept as it was published" not in now
    assert all(f"versions/{label}/" in now for label in ("1", "2", "2.1"))
    assert client.get(f"{report.get_url()}versions/3/").status_code == 404
    assert client.get(f"{report.get_url()}versions/2.0/").status_code == 404


def test_a_change_is_told_or_minor_and_a_minor_one_cites_the_same(report: PublicationPage, by: Actor) -> None:
    actions.publish(page=report, by=by)
    reword(report, "Nothing is cited any more.", by)

    with pytest.raises(PublishRefused, match="mark the change as minor"):
        actions.publish(page=report, by=by)
    with pytest.raises(PublishRefused, match="It cites other findings than before"):
        actions.publish(page=report, minor=True, by=by)
    actions.publish(page=report, change_note="No numbers", by=by)
    reword(report, "Nothing is cited anymore.", by)
    actions.publish(page=report, minor=True, by=by)

    assert [row.label for row in report.versions.all()] == ["2.1", "2", "1"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationVersion.objects.filter(number=2, minor=0).update(change_note="")


def test_purging_revisions_never_takes_a_version(client: Client, report: PublicationPage, by: Actor) -> None:
    for number in range(3):
        reword(report, f"Draft {number}", by)
    actions.publish(page=report, by=by, confirm_all=True)
    for words in ("Second", "Second draft", "Third"):
        reword(report, words, by)
    actions.publish(page=report, change_note="Third", by=by)
    reword(report, "Fourth", by)
    actions.publish(page=report, minor=True, by=by)

    call_command("purge_revisions", verbosity=0)
    call_command("purge_revisions", days=0, verbosity=0)

    kept = set(Revision.page_revisions.filter(object_id=str(report.pk)).values_list("pk", flat=True))
    assert set(report.versions.values_list("revision", flat=True)) <= kept
    assert len(kept) < 8
    assert "Draft 2" in read(client, f"{report.get_url()}versions/1/")
    with pytest.raises(ProtectedError):
        Revision.objects.get(pk=report.versions.last().revision_id).delete()


def test_a_correction_stands_above_the_text_with_its_date(client: Client, report: PublicationPage, by: Actor) -> None:
    actions.publish(page=report, by=by)
    reword(report, "Put right.", by)
    actions.publish(page=report, change_note="Puts visits right", correction="Visits were 12, not 21.", by=by)
    actions.add_correction(page=report, text="The cover showed another hall.", by=by)

    html = read(client, report.get_url())

    assert html.index("Visits were 12, not 21.") < html.index("Put right.")
    assert "The cover showed another hall." in html
    assert list(report.corrections.values_list("version__number", flat=True)) == [None, 2]
    with pytest.raises(StandingProblem, match="Say what was wrong"):
        actions.add_correction(page=report, text=" ", by=by)


def test_a_withdrawn_publication_stays_readable_and_says_so_everywhere(
    client: Client, report: PublicationPage, shelf: PublicationIndexPage, by: Actor
) -> None:
    with pytest.raises(StandingProblem, match="has not been published"):
        actions.withdraw_publication(page=report, reason="Wrong", by=by)
    actions.publish(page=report, by=by)

    actions.withdraw_publication(page=report, reason="Two libraries were counted twice.", by=by)

    for address in (report.get_url(), f"{report.get_url()}versions/1/"):
        html = read(client, address)
        assert "Two libraries were counted twice." in html
        assert "12,345" in html
    assert ">Withdrawn<" in read(client, shelf.get_url())
    found = entry(report)
    assert found is not None
    assert found.label == "Report, withdrawn"
    assert Record.objects.get(kind="publication").status == "withdrawn"
    reword(report, "A new version does not undo it.", by)
    actions.publish(page=report, change_note="Words", by=by)
    assert "Two libraries were counted twice." in read(client, report.get_url())
    assert Record.objects.get(kind="publication").status == "withdrawn"
    actions.reinstate_publication(page=report, by=by)
    assert "counted twice" not in read(client, report.get_url())
    assert AuditEntry.objects.filter(verb__in=["publication.withdrawn", "publication.reinstated"]).count() == 2


def test_a_superseded_publication_leads_to_its_successor(client: Client, draft_report: Draft, by: Actor) -> None:
    old, new = (draft_report(title=title, slug=title.lower()) for title in ("Old", "New"))
    actions.publish(page=old, by=by)
    with pytest.raises(StandingProblem, match="Publish “New” first"):
        actions.supersede_publication(page=old, successor=new, by=by)
    actions.publish(page=new, by=by)

    actions.supersede_publication(page=old, successor=PublicationPage.objects.get(pk=new.pk), by=by)

    assert f'href="{new.get_url()}"' in read(client, old.get_url())
    assert "Takes the place of" in read(client, new.get_url())
    with pytest.raises(StandingProblem, match="cannot take the place of itself"):
        actions.supersede_publication(page=new, successor=PublicationPage.objects.get(pk=old.pk), by=by)


def test_essays_have_authors_versions_and_citations_of_their_own(
    client: Client, draft_report: Draft, shelf: PublicationIndexPage, by: Actor
) -> None:
    made = draft_report(title="Three essays", slug="essays", kind="essay-collection", body=[("text", "<p>Why.</p>")])
    actions.publish(page=made, by=by)
    collection = PublicationPage.objects.get(pk=made.pk)
    essay = actions.create_publication(
        parent=collection,
        title="A chair",
        summary="On chairs.",
        kind="report",
        authors=[{"name": "Amina Yusuf"}],
        body=[("text", "<p>Sit down.</p>")],
        by=by,
    )
    with pytest.raises(PublishRefused, match="choose “Essay”"):
        actions.publish(page=essay, by=by)
    actions.change_publication(page=essay, kind="essay", by=by)
    version = actions.publish(page=essay, by=by)

    assert version is not None
    address = f"{collection.get_url()}a-chair/"
    html = read(client, address)
    assert "By Amina Yusuf" in html
    assert f'href="{collection.get_url()}"' in html
    assert "Sit down." in read(client, f"{address}versions/1/")
    listed = read(client, collection.get_url())
    assert "Amina Yusuf" in listed
    assert address in listed
    assert "A chair" not in read(client, shelf.get_url())
    found = entry(PublicationPage.objects.get(pk=essay.pk))
    assert found is not None
    assert (found.url, found.authors) == (address, (catalogue.Person("Amina Yusuf"),))
    assert not PublicationPage.can_exist_under(essay)


def test_a_series_lists_its_editions_and_each_edition_the_others(
    client: Client, draft_report: Draft, by: Actor
) -> None:
    series = actions.create_series(title="The year in libraries", issn="2049-3630", by=by)
    with pytest.raises(Exception, match="is not an ISSN"):
        actions.create_series(title="Another", issn="2049-3631", by=by)
    first, second = (
        draft_report(title=f"Libraries {year}", slug=f"libraries-{year}", series=series, edition=year)
        for year in ("2025", "2026")
    )
    for page in (first, second):
        actions.publish(page=page, confirm_all=True, by=by)

    html = read(client, series.get_absolute_url())
    assert first.get_url() in html
    assert second.get_url() in html
    assert first.get_url() in read(client, second.get_url())
    with pytest.raises(Exception, match="The hub uses the address “series” itself"):
        draft_report(title="Series", slug="series")


def test_what_is_announced_has_no_version_until_it_is_here(
    client: Client, draft_report: Draft, shelf: PublicationIndexPage, finding: Finding, by: Actor
) -> None:
    page = draft_report(availability="forthcoming")
    with pytest.raises(PublishRefused) as refused:
        actions.publish(page=page, by=by)
    assert {problem.code for problem in refused.value.problems} == {"body-of-announcement", "no-expected-date"}
    actions.change_publication(page=page, body=[], expected=ImpreciseDate.parse("spring 2027"), by=by)

    assert actions.publish(page=page, confirm_all=True, by=by) is None

    assert "It is expected spring 2027" in read(client, page.get_url())
    assert "expected spring 2027" in read(client, shelf.get_url())
    assert not PublicationVersion.objects.exists()
    actions.change_publication(page=page, availability="here", body=[("text", "<p>Here it is.</p>")], by=by)
    version = actions.publish(page=page, by=by)
    assert version is not None
    assert version.label == "1"
    actions.change_publication(page=page, availability="elsewhere", body=[], by=by)
    with pytest.raises(PublishRefused, match="It has been published here"):
        actions.publish(page=page, change_note="Gone", by=by)


def test_footnotes_are_numbered_as_they_are_read_and_lead_back(
    client: Client, draft_report: Draft, finding: Finding, by: Actor
) -> None:
    token = f"{{{{ finding:{finding.digest[:12]}/visits/Northgate/visits }}}}"
    texts = [
        f'<p>One<span data-footnote="First &lt;b&gt; &quot;{token}&quot;">*</span> {token}</p>',
        '<p>Two<span data-footnote="See https://example.org/minutes">ignored</span></p>',
    ]
    page = draft_report(body=[("text", text) for text in texts])
    actions.publish(page=page, confirm_all=True, by=by)

    html = read(client, page.get_url())

    for number in (1, 2):
        assert f'href="#note-{number}" id="note-mark-{number}"' in html
        assert f'<li id="note-{number}">' in html
        assert f'href="#note-mark-{number}"' in html
    assert html.count(">12,345</a>") == 2
    assert "First &lt;b&gt; &quot;<a" in html
    assert '<a href="https://example.org/minutes"' in html
    assert "ignored" not in html


def test_the_catalogue_tells_all_of_a_publication_with_few_queries(
    draft_report: Draft, inquiry: Inquiry, by: Actor
) -> None:
    topic = Topic.objects.create(name="Libraries", slug="libraries")
    counts = []
    for some in (1, 6):
        for number in range(some):
            page = draft_report(
                title=f"Report {some} {number}",
                slug=f"report-{some}-{number}",
                inquiry=inquiry,
                topics=[topic],
                authors=[{"name": "Ada Pike"}, {"name": "Sam Haddad"}],
            )
            actions.publish(page=page, confirm_all=True, by=by)
        list(catalogue.get("publication").entries(None))
        with CaptureQueriesContext(connection) as queries:
            entries = list(catalogue.get("publication").entries(None))
        counts.append(len(queries))
    assert len(entries) == 7
    assert counts[0] == counts[1]
    version = PublicationVersion.objects.get(page=page)
    last = next(one for one in entries if one.key == str(page.pk))
    assert (last.topics, last.inquiry, last.published_at) == (("libraries",), "libraries", version.published_at)
    assert [person.name for person in last.authors] == ["Ada Pike", "Sam Haddad"]
    assert "What we heard" in last.text
    actions.unpublish(page=page, by=by)
    assert entry(page) is None


def test_an_editor_corrects_withdraws_and_supersedes_in_the_studio(
    client: Client, report: PublicationPage, draft_report: Draft, editor: Client, by: Actor
) -> None:
    actions.publish(page=report, by=by)
    other = draft_report(title="Later", slug="later")
    actions.publish(page=other, by=by)
    address = reverse("publication_studio:standing", args=[report.pk])

    assert "PDF:" in read(editor, address)
    for form in (
        {"do": "correct", "correct-text": "It was 12."},
        {"do": "withdraw", "withdraw-reason": "Counted twice."},
        {"do": "supersede", "supersede-successor": other.pk},
    ):
        assert editor.post(address, form).status_code == 302
    refused = editor.post(address, {"do": "withdraw", "withdraw-reason": "Again."})

    assert "withdrawn already" in refused.content.decode()
    html = read(client, report.get_url())
    assert all(words in html for words in ("It was 12.", "Counted twice.", "Later"))
    note = reverse("publication_studio:footnote")
    assert editor.post(note, {"note": " Two\nlines "}).json() == {"step": "written", "note": "Two lines", "title": "*"}
