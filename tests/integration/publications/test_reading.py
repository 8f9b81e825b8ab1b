"""What readers see of a publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pshub.evidence.actions import supersede, withdraw
from pshub.evidence.models import Finding
from pshub.inquiries.actions import create_record
from pshub.inquiries.models import Inquiry
from pshub.inquiries.sections import chapters
from pshub.people.actors import Actor
from pshub.publishing.publications.actions import change_publication, publish, unpublish
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage, PublicationVersion

pytestmark = pytest.mark.django_db
Draft = Callable[..., PublicationPage]


def read(client: Client, page: PublicationPage) -> str:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response.content.decode()


def bound(html: str) -> list[tuple[str, str]]:
    """The bound numbers of a page: address and words."""
    return re.findall(r'<a class="psh-cited-number" href="([^"]+)"[^>]*>([^<]*)</a>', html)


def test_a_number_in_the_text_is_the_cells_and_leads_to_its_evidence(
    client: Client, report: PublicationPage, finding: Finding, by: Actor
) -> None:
    publish(page=report, by=by)

    html = read(client, report)

    [(address, words)] = bound(html)
    assert (address, words) == (f"/evidence/{finding.digest}/#row-visits-Northgate", "12,345")
    assert f'id="{address.partition("#")[2]}"' in client.get(finding.get_absolute_url()).content.decode()
    assert "Northgate had most visits." in html or "Visits by library" in html
    assert "{{" not in re.sub(r"<[^>]*>", "", html)
    assert "Version 1, published" in html


def test_each_way_of_saying_a_number(client: Client, draft_report: Draft, finding: Finding, by: Actor) -> None:
    start = f"finding:{finding.digest[:8]}/visits/Northgate"
    page = draft_report(
        text=f"<p>{{{{ {start}/share }}}} {{{{ {start}/share|words }}}} {{{{{start}/visits|words}}}} "
        f'{{{{ {start}/again|percent }}}} <span data-finding="{finding.digest}" data-cell="visits/Northgate/visits" '
        'data-format="number">999</span></p>'
    )
    publish(page=page, by=by)

    said = [words for _address, words in bound(read(client, page))]

    assert said == ["66%", "nearly two thirds", "about 12,000", "47%", "12,345"]


def test_the_page_changes_only_with_a_new_version(
    client: Client, report: PublicationPage, finding: Finding, seal_visits: Callable[..., Finding], by: Actor
) -> None:
    publish(page=report, by=by)
    newer = seal_visits([["Northgate", 20000, 1.0, 50]], title="Visits in autumn")
    supersede(finding=finding, successor=newer, by=by)
    token = f"{{{{ finding:{newer.digest[:12]}/visits/Northgate/visits }}}}"
    change_publication(page=report, body=[("text", f"<p>Now {token}.</p>")], by=by)

    still = read(client, report)
    assert [words for _a, words in bound(still)] == ["12,345"]
    assert "A newer result exists" in still
    assert f"/evidence/{newer.digest}/" in still

    publish(page=report, change_note="Autumn figures", by=by)
    after = read(client, report)
    assert [words for _a, words in bound(after)] == ["20,000"]
    assert "Version 2, published" in after
    assert "Autumn figures" in after


def test_a_withdrawn_finding_gives_way_to_its_reason(
    client: Client, report: PublicationPage, finding: Finding, by: Actor
) -> None:
    publish(page=report, by=by)
    withdraw(finding=finding, reason="Two libraries were counted twice", by=by)

    html = read(client, report)

    assert "12,345" not in html
    assert "Two libraries were counted twice" in html
    assert "[number withdrawn]" in html
    assert ".svg" not in re.sub(r"mark\.svg", "", html)


def test_what_editors_type_cannot_run(client: Client, draft_report: Draft, finding: Finding, by: Actor) -> None:
    bad = "<script>alert(1)</script>"
    page = draft_report(
        title=f"Title {bad}",
        slug="title",
        summary=bad,
        body=[
            ("heading", bad),
            ("finding", {"finding": finding.pk, "figure": "", "caption": bad, "show_table": True}),
            ("quote", {"quote": bad, "who": bad}),
            ("next_steps", {"title": bad, "steps": [{"what": bad, "who": bad, "when": bad}]}),
        ],
        authors=[{"name": bad, "role": bad}],
        commissioned_by=bad,
        partners=bad,
    )
    publish(page=page, confirm_all=True, change_note=bad, by=by)

    html = read(client, page)

    assert "alert(1)" in html
    assert "<script>alert" not in html


def test_a_draft_shows_live_values_and_what_is_wrong(rf: Any, draft_report: Draft, finding: Finding) -> None:
    token = f"finding:{finding.digest[:12]}"
    page = draft_report(
        text=f"<p>{{{{ {token}/visits/Northgate/visits }}}} {{{{ {token}/visits/Nowhere/visits }}}}</p>"
    )

    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    html = response.render().content.decode() if hasattr(response, "render") else response.content.decode()

    assert [words for _a, words in bound(html)] == ["12,345"]
    assert "no row &#x27;Nowhere&#x27;" in html
    assert "This is a draft" in html


def test_the_whole_page(client: Client, draft_report: Draft, finding: Finding, inquiry: Inquiry, by: Actor) -> None:
    page = draft_report(
        inquiry=inquiry,
        published_on=date(2026, 5, 3),
        authors=[
            {"name": "Ada Pike", "role": "Researcher", "orcid": "0000-0002-1825-0097"},
            {"name": "Sam Haddad"},
        ],
        commissioned_by="Borough Council",
        partners="The Friends",
        body=[
            ("heading", "First part"),
            ("quote", {"quote": "We meet here.", "who": "A resident"}),
            (
                "next_steps",
                {"title": "What next", "steps": [{"what": "Decide", "who": "Cabinet", "when": "1 June"}]},
            ),
        ],
    )
    publish(page=page, by=by)

    html = read(client, page)

    for words in ("Ada Pike, Sam Haddad", "3 May 2026", "orcid.org/0000-0002-1825-0097", "Borough Council", "Decide"):
        assert words in html
    assert 'href="#first-part-' in html
    assert "Ada Pike, Sam Haddad (2026). What libraries are for." in html
    assert inquiry.get_absolute_url() in html
    assert '<meta name="description" content="What people told us.">' in html


def test_a_draft_and_a_copy_are_not_public(client: Client, report: PublicationPage, by: Actor) -> None:
    assert client.get(report.get_url()).status_code == 404
    publish(page=report, by=by)
    copy = PublicationPage.objects.get(pk=report.pk).copy(update_attrs={"slug": "copy"}, keep_live=True)

    assert client.get(copy.get_url()).status_code == 404
    unpublish(page=report, by=by)
    assert client.get(report.get_url()).status_code == 404


def test_the_list_is_narrowed_by_kind_year_and_inquiry(
    client: Client, draft_report: Draft, shelf: PublicationIndexPage, inquiry: Inquiry, by: Actor
) -> None:
    body = [("text", "<p>Words.</p>")]
    for title, kind, year, about in [
        ("Old report", "report", 2024, inquiry),
        ("New report", "report", 2026, None),
        ("New blog", "blog", 2026, inquiry),
    ]:
        page = draft_report(title=title, kind=kind, published_on=date(year, 1, 2), inquiry=about, body=body)
        publish(page=page, by=by)
    draft_report(title="A draft", body=body)

    def listed(**asked: str) -> list[str]:
        html = client.get(shelf.get_url(), asked).content.decode()
        return re.findall(r'psh-card__link" href="[^"]+">([^<]+)<', html)

    assert listed() == ["New blog", "New report", "Old report"]
    assert listed(kind="report") == ["New report", "Old report"]
    assert listed(kind="report", year="2026") == ["New report"]
    assert listed(inquiry="libraries") == ["New blog", "Old report"]
    assert listed(kind="nonsense", year="20x6", page="99") == ["New blog", "New report", "Old report"]


def test_an_inquiry_tells_what_was_published(report: PublicationPage, inquiry: Inquiry, by: Actor) -> None:
    assert "published" not in [chapter.name for chapter in chapters(inquiry, Actor.visitor())]
    publish(page=report, by=by)

    told = next(chapter for chapter in chapters(inquiry, Actor.visitor()) if chapter.name == "published")

    assert [card["page"].title for card in told.context["cards"]] == [report.title]


def many(shelf: PublicationIndexPage, count: int, inquiry: Inquiry) -> None:
    """Publications as rows only: how they came about does not matter to a list."""
    from pshub.inquiries.models import Record

    start = PublicationPage.objects.count()
    for number in range(start, start + count):
        record = Record.objects.create(kind="publication", title=f"P{number}", inquiry=inquiry)
        shelf.add_child(
            instance=PublicationPage(
                title=f"P{number}",
                slug=f"p{number}",
                summary="S",
                record=record,
                inquiry=inquiry,
                published_on=timezone.localdate() - timedelta(days=number),
            )
        )


def test_the_list_takes_the_same_queries_for_more_rows(
    client: Client, shelf: PublicationIndexPage, inquiry: Inquiry
) -> None:
    counts = []
    for more in (12, 48):
        many(shelf, more, inquiry)
        shelf.refresh_from_db()
        client.get(shelf.get_url())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(shelf.get_url()).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 15


def test_a_publication_takes_the_same_queries_however_much_it_cites(
    client: Client, draft_report: Draft, seal_visits: Callable[..., Finding], inquiry: Inquiry, by: Actor
) -> None:
    counts = []
    for size in (1, 8):
        body: list[Any] = []
        for number in range(size):
            finding = seal_visits([["Northgate", number, 0.5, 1]], title=f"Visits {number} of {size}")
            token = f"{{{{ finding:{finding.digest[:12]}/visits/Northgate/visits }}}}"
            body.append(("text", f"<p>{token}</p>"))
            body.append(("finding", {"finding": finding.pk, "figure": "", "caption": "", "show_table": True}))
        page = draft_report(
            title="Size", slug=f"size-{size}", inquiry=inquiry, body=body, authors=[{"name": "A"}] * size
        )
        event = create_record(kind="event", title="A meeting", inquiry=inquiry, by=by)
        publish(page=page, reports_on=[event], by=by)
        read(client, page)
        with CaptureQueriesContext(connection) as queries:
            read(client, page)
        counts.append(len(queries))
    assert PublicationVersion.objects.count() == 2
    assert counts[0] == counts[1]
    assert counts[0] < 15
