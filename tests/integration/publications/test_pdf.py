"""The PDF of a version: made by the worker, tagged to the last figure, frozen, served beside its page."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from django.test import Client
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from pshub.delivery.models import OutboxMessage
from pshub.delivery.tasks import deliver
from pshub.evidence.actions import keep_pictures
from pshub.evidence.models import Finding
from pshub.evidence.pictures import Picture
from pshub.evidence.tables import table_csv
from pshub.people.actors import Actor
from pshub.publishing.publications.actions import change_publication, publish, request_pdf, unpublish
from pshub.publishing.publications.actions.pdfs import keep_pdf
from pshub.publishing.publications.cited import CitedFindings
from pshub.publishing.publications.models import PublicationPage, PublicationVersion
from pshub.publishing.publications.printing import making
from pshub.publishing.publications.problems import PdfFrozen
from pshub.publishing.publications.topics import MAKE_PDF

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of each size of a picture that it makes to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
Draft = Callable[..., PublicationPage]
Pdf = PublicationVersion.Pdf
WORDS = "Minutes, see https://example.org/minutes. {{ finding:%s/visits/Northgate/again }}"
NOTE = f'<span data-footnote="{WORDS}">*</span>'
CHART = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="60" height="40"/></svg>'


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    """Uploads of the test alone."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drawn(finding: Finding, by: Actor) -> Finding:
    """The finding with its figure drawn, so that nothing has to be drawn here."""
    keep_pictures(finding=finding, pictures=[Picture("bars", "svg", CHART)], by=by)
    return finding


def work() -> None:
    """Do what the worker would, for PDFs alone."""
    for message in OutboxMessage.objects.filter(topic=MAKE_PDF, state="waiting", attempts=0):
        deliver.call(message.pk)


def sent(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def tags(node: Any) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    """Each element of the tag tree, in reading order."""
    for kid in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S), kid
            if "/K" in kid:
                yield from tags(kid.K)


def test_the_pdf_is_tagged_to_the_last_figure_and_holds_its_tables(
    client: Client, draft_report: Draft, drawn: Finding, by: Actor
) -> None:
    token = f"{{{{ finding:{drawn.digest[:12]}/visits/Northgate/visits }}}}"
    picture = Image.objects.create(title="A hall", file=get_test_image_file())
    block = {"finding": drawn.pk, "figure": "bars", "caption": "Visits", "show_table": True}
    page = draft_report(
        body=[
            ("heading", "What we heard"),
            ("text", f"<p>Northgate had {token} visits.{NOTE % drawn.digest[:12]}</p><ul><li>One</li></ul>"),
            ("finding", block),
            ("picture", {"image": picture.pk, "description": "A hall with its door open", "caption": ""}),
            ("next_steps", {"title": "What next", "steps": [{"what": "Decide", "who": "", "when": ""}]}),
        ],
        authors=[{"name": "Ada Whitcombe", "orcid": "0000-0002-1825-0097"}, {"name": "Ben Osei"}],
        language="cy",
    )
    version = publish(page=page, confirm_all=True, by=by)
    assert version is not None
    assert "PDF is being made" in client.get(page.get_url()).content.decode()
    assert client.get(f"{page.get_url()}{page.slug}.pdf").status_code == 404

    work()

    html = client.get(page.get_url()).content.decode()
    assert f'href="{page.get_url()}{page.slug}.pdf"' in html
    response = client.get(f"{page.get_url()}{page.slug}.pdf")
    data = sent(response)
    version.refresh_from_db()
    assert response["Content-Type"] == "application/pdf"
    assert version.pdf_sha256 == hashlib.sha256(data).hexdigest()
    assert sent(client.get(f"{page.get_url()}versions/1/{page.slug}.pdf")) == data

    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo.Author) == "Ada Whitcombe, Ben Osei"
        with pdf.open_metadata() as metadata:
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["dc:title"] == page.title
        assert str(pdf.Root.Lang) == "cy"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        found = list(tags(pdf.Root.StructTreeRoot.K))
        headings = [int(tag[2]) for tag, _node in found if tag[1:] in {"H1", "H2", "H3"}]
        assert headings[0] == 1
        assert headings.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
        figures = [str(node.get("/Alt", "")) for tag, node in found if tag == "/Figure"]
        assert figures == ["Northgate had most visits.", "A hall with its door open"]
        cells = [node for tag, node in found if tag == "/TD"]
        assert len(cells) == 6
        assert all(len(node.A.Headers) == 2 for node in cells)
        assert [str(node.ID) for tag, node in found if tag == "/Note"] == ["note-1"]
        links = [annotation for sheet in pdf.pages for annotation in sheet.get("/Annots", ()) if "/A" in annotation]
        assert links
        assert all("/Contents" in link and "/StructParent" in link for link in links)
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == [page.title]
            assert outline.root[0].children[0].title == "Contents"
        [(name, attached)] = pdf.attachments.items()
        [table] = CitedFindings([drawn.digest]).get(drawn.digest).shown.tables
        assert name == f"{drawn.digest[:12]}-visits.csv"
        assert attached.get_file().read_bytes() == table_csv(table)


def test_a_pdf_stays_as_it_was_made_and_goes_with_its_page(client: Client, draft_report: Draft, by: Actor) -> None:
    page = draft_report(body=[("text", "<p>First words.</p>")])
    first = publish(page=page, by=by)
    assert first is not None
    work()
    first.refresh_from_db()
    made = first.pdf_sha256
    change_publication(page=page, body=[("text", "<p>Other words.</p>")], by=by)
    publish(page=page, change_note="Other words", by=by)
    # Until the second is made, the first is the newest there is.
    assert hashlib.sha256(sent(client.get(f"{page.get_url()}{page.slug}.pdf"))).hexdigest() == made
    work()
    for message in OutboxMessage.objects.filter(topic=MAKE_PDF):
        OutboxMessage.objects.filter(pk=message.pk).update(state="waiting", finished_at=None)
        deliver.call(message.pk)

    first.refresh_from_db()
    assert first.pdf_sha256 == made
    assert hashlib.sha256(sent(client.get(f"{page.get_url()}{page.slug}.pdf"))).hexdigest() != made
    assert client.get(f"{page.get_url()}old-name.pdf")["Location"] == f"{page.get_url()}{page.slug}.pdf"
    with pytest.raises(PdfFrozen):
        request_pdf(version=first, by=by)
    unpublish(page=page, by=by)
    assert client.get(f"{page.get_url()}{page.slug}.pdf").status_code == 404
    assert client.get(f"{page.get_url()}versions/1/{page.slug}.pdf").status_code == 404


@pytest.mark.parametrize("lacking", ["pango", "picture"])
def test_where_a_pdf_cannot_be_made_the_page_works_and_the_reason_is_told(
    client: Client, draft_report: Draft, by: Actor, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    picture = Image.objects.create(title="A hall", file=get_test_image_file())
    body = [("picture", {"image": picture.pk, "description": "A hall", "caption": ""})]
    page = draft_report(body=body)
    version = publish(page=page, by=by)
    assert version is not None
    assert client.get(page.get_url()).status_code == 200

    def no_library(name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0': it is not there")

    if lacking == "pango":
        monkeypatch.setattr(making, "import_module", no_library)
    else:
        picture.renditions.all().delete()
        picture.file.storage.delete(picture.file.name)
    work()

    version.refresh_from_db()
    message = OutboxMessage.objects.get(topic=MAKE_PDF)
    assert (version.pdf_state, message.state) == (Pdf.FAILED, "waiting")
    told = "install libpango-1.0-0" if lacking == "pango" else "“A hall” cannot be read"
    assert told in version.pdf_error
    assert told in message.error
    assert client.get(page.get_url()).status_code == 200


def test_a_second_worker_that_was_slower_leaves_the_pdf_as_it_is(
    draft_report: Draft, drawn: Finding, by: Actor, settings: Any
) -> None:
    version = publish(page=draft_report(), by=by, confirm_all=True)
    assert version is not None
    first = keep_pdf(version=version, data=b"%PDF-1.7 first", by=by)
    second = keep_pdf(version=version, data=b"%PDF-1.7 second", by=by)

    version.refresh_from_db()
    assert (first, second) == (True, False)
    with version.pdf.open("rb") as kept:
        assert kept.read() == b"%PDF-1.7 first"
    assert len(list(settings.MEDIA_ROOT.rglob("*.pdf"))) == 1
