"""Making the PDF of a version: tagged (PDF/UA-1), with the cited tables inside as CSV files."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator
from importlib import import_module, resources
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from pshub.evidence.tables import table_csv
from pshub.publishing.publications.addresses import pdf_address, version_address
from pshub.publishing.publications.cited import CitedFinding, CitedFindings
from pshub.publishing.publications.content import shown_findings
from pshub.publishing.publications.models import PublicationPage, PublicationVersion
from pshub.publishing.publications.printing.annex import Annex
from pshub.publishing.publications.printing.notes import tag_footnotes
from pshub.publishing.publications.printing.resources import OnlyOurs, drawn_figures
from pshub.publishing.publications.problems import NumberProblem, PdfProblem
from pshub.publishing.publications.reading import words

VARIANT = "pdf/ua-1"
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def load_engine() -> Any:
    """Return WeasyPrint, or raise `PdfProblem` where the system's libraries for laying out text are missing."""
    try:
        # Where a library is missing it prints a page of advice for its own developers.
        with contextlib.redirect_stdout(io.StringIO()):
            engine = import_module("weasyprint")
    except OSError as problem:
        raise PdfProblem(
            "no-pango",
            _("this machine lacks Pango, which lays out text (%(problem)s): on Debian install %(packages)s")
            % {"problem": str(problem).partition("\n")[0], "packages": PACKAGES},
        ) from None
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return engine


def make(version: PublicationVersion) -> bytes:
    """Return the PDF of a version.

    Raises
    ------
    PdfProblem
        Where Pango or the file of a picture is missing.
    """
    engine = load_engine()
    page: PublicationPage = version.revision.as_object()
    # The words around the text (contents, notes, sources) are in its language, where the hub speaks it.
    with translation.override(page.language):
        context = paper(version.page, page, version)
        html = render_to_string("publications/print/publication.html", context)
    fetcher = OnlyOurs(_figures(page, context["cited"]))
    style = resources.files(__package__).joinpath("paper.css").read_text(encoding="utf-8")
    document = engine.HTML(string=html, base_url=f"{settings.BASE_URL}/", url_fetcher=fetcher)
    try:
        data: bytes = document.write_pdf(
            stylesheets=[engine.CSS(string=style, url_fetcher=fetcher)],
            pdf_variant=VARIANT,
            finisher=tag_footnotes,
            attachments=list(_attachments(engine, context["findings"])),
        )
    except import_module("weasyprint.urls").FatalURLFetchingError as problem:  # no Exception, so named here
        raise PdfProblem("picture-missing", fetcher.missing or str(problem)) from None
    return data


def paper(live: PublicationPage, page: PublicationPage, version: PublicationVersion) -> dict[str, Any]:
    """Return the context of the template for paper; `page` is the publication as published, `live` as stored now."""
    collection = live.collection
    return {
        **words(page, version),
        "page": page,
        "printing": True,
        "annex": Annex(),
        "hub_name": settings.HUB_NAME,
        "collection": collection,
        "corrections": list(live.corrections.filter(version=version)),
        "version_url": f"{settings.BASE_URL}{version_address(live, version)}",
        "pdf_url": f"{settings.BASE_URL}{pdf_address(live, version)}",
        "latest_url": live.full_url,
    }


def _figures(page: PublicationPage, cited: CitedFindings) -> dict[tuple[str, str], bytes]:
    """Return the drawings that the page shows; those that are not kept yet are drawn."""
    from pshub.evidence.drawing import draw

    wanted: dict[str, set[str]] = {}
    findings: dict[str, CitedFinding] = {}
    for shown in shown_findings(page):
        with contextlib.suppress(NumberProblem):
            finding = cited.by_key(shown.key)
            names = [figure.name for figure in finding.shown.figures]
            if names and not finding.hidden:
                wanted.setdefault(finding.digest, set()).add(shown.figure or names[0])
                findings[finding.digest] = finding
    drawn = drawn_figures(wanted)
    for digest, shown_names in wanted.items():
        missing = [figure for figure in findings[digest].shown.figures if figure.name in shown_names]
        missing = [figure for figure in missing if (digest, figure.name) not in drawn]
        drawn |= {(digest, picture.name): picture.data for picture in draw(missing, formats=("svg",))}
    return drawn


def _attachments(engine: Any, findings: list[CitedFinding]) -> Iterator[Any]:
    for finding in findings:
        if finding.hidden:
            continue
        for table in finding.shown.tables:
            yield engine.Attachment(
                file_obj=io.BytesIO(table_csv(table)),
                name=f"{finding.short}-{table.name}.csv",
                description=f"{finding.finding.title}: {table.title}",
                created=finding.finding.sealed_at,
                modified=finding.finding.sealed_at,
                relationship="Data",
            )
