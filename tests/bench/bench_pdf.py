"""How long the worker takes for the PDF of a report of 60 pages, and how long the layout alone takes.

Run: ``.venv/bin/python tests/bench/bench_pdf.py``. It makes a hub of its own in a temporary folder.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time

PARAGRAPHS = 13
CHAPTERS = 43
AIM = 10.0


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(PSHUB_DATA=folder, DJANGO_SETTINGS_MODULE="pshub.config.settings", PSHUB_DEMO="1")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        run()


def run() -> None:
    """Publish a long report, make its PDF, and lay the same words out without tags, figures and attachments."""
    from wagtail.models import Page

    from pshub.people.actors import Actor
    from pshub.publishing.publications import actions
    from pshub.publishing.publications.models import PublicationIndexPage
    from pshub.publishing.publications.printing import making

    by = Actor.system("benchmark")
    home = Page.objects.filter(depth=2).get()
    shelf = home.add_child(instance=PublicationIndexPage(title="Publications", slug="publications"))
    sentence = "People in the borough told us what a library is to them, and nobody said the same thing twice. "
    note = '<span data-footnote="Minutes of the meeting.">*</span>'
    body: list[tuple[str, str]] = []
    for chapter in range(CHAPTERS):
        body.append(("heading", f"Chapter {chapter + 1}"))
        body.append(("text", f"<p>{sentence * 3}{note}</p>" + f"<p>{sentence * 3}</p>" * PARAGRAPHS))
    page = actions.create_publication(parent=shelf, title="A long report", summary="Long.", body=body, by=by)
    version = actions.publish(page=page, confirm_all=True, by=by)
    assert version is not None
    engine = making.load_engine()

    started, busy = time.perf_counter(), time.process_time()
    data = making.make(version)
    whole, busy = time.perf_counter() - started, time.process_time() - busy
    pages = data.count(b"/Type /Page\n") or data.count(b"/Type /Page ")

    started = time.perf_counter()
    plain = "".join(f"<h2>{value}</h2>" if kind == "heading" else value for kind, value in body)
    document = engine.HTML(string=f"<html lang=en><title>Plain</title><body>{plain}</body>").render()
    document.write_pdf()
    peer = time.perf_counter() - started

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"pages {pages or len(document.pages)}, {len(data) / 1024:.0f} KiB")
    print(f"whole PDF, tagged, with contents and notes: {whole:.2f} s, {busy:.2f} s of CPU (aim: under {AIM:.0f} s)")
    print(f"WeasyPrint on the bare words: {peer:.2f} s, {len(document.pages)} pages; ratio {whole / peer:.2f}")
    print(f"largest memory {memory:.0f} MiB")


if __name__ == "__main__":
    main()
