"""A report comes out, is launched at an event and told of in a newsletter; a reader finds, cites, joins and leaves.

Everything is done as people do it: in the studio, on the public pages, and by the links in their mail.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from typing import Any

from django.utils import timezone
from inspection import faults

TITLE = "What we heard at the eight tables"
EVENT = "Launch of the eight tables"
SUBJECT = "A report, and an evening to talk about it"


def work(hub: Any) -> None:
    """Let a worker do what is queued, in a process of its own."""
    command = [sys.executable, "-m", "pshub.cli.main", "worker", "--batch", "--data", hub.folder]
    environment = os.environ | {"PSHUB_DEMO": "1", "PSHUB_BASE_URL": hub.address}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(command, check=True, capture_output=True, env=environment)


def block(page: Any, name: str) -> None:
    """Add a block at the end of the body."""
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def published(page: Any) -> None:
    """Press the button that publishes."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()


def mail(visitors: Any, *, to: str, subject: str) -> str:
    """Return the plain text of the newest message to somebody, as the studio's mailbox shows it."""
    page = visitors.page("administrator")
    page.goto(f"/studio/mailbox/?q={to}")
    page.get_by_role("link", name=subject).first.click()
    words = str(page.locator(".psh-studio-plain").inner_text())
    page.close()
    return words


def link(words: str, holding: str) -> str:
    """Return the address in a message that leads to a kind of page."""
    found = re.search(rf"https?://\S*{re.escape(holding)}\S*", words)
    assert found, f"no link with {holding} in:\n{words}"
    return found[0].rstrip(".>)")


def write_report(page: Any, hub: Any) -> None:
    """Write a report with a figure and two authors, and publish it."""
    page.goto(f"/studio/pages/add/publications/publicationpage/{hub.shelves['publications.publicationindexpage']}/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill("Eight tables talked about their libraries for an evening. What they said.")
    for number, (name, orcid) in enumerate((("Ada Marsh", "0000-0002-1825-0097"), ("Björn O'Neill", ""))):
        page.get_by_role("button", name="Add author", exact=True).click()
        page.locator(f"#id_authors-{number}-name").fill(name)
        page.locator(f"#id_authors-{number}-orcid").fill(orcid)
    block(page, "Finding")
    page.get_by_role("button", name="Choose", exact=False).last.click()
    page.locator(".modal td a, .modal ul a").first.click()
    page.locator(".modal").wait_for(state="hidden")
    published(page)
    page.wait_for_url("**/check/")
    page.get_by_role("button", name="Confirm and publish version 1").click()
    page.locator(".messages", has_text="version 1").wait_for()


def announce_event(page: Any, hub: Any) -> None:
    """Announce the launch, for two people, with a place that only they are told."""
    begins = timezone.localtime() + timedelta(days=30)
    page.goto(f"/studio/pages/add/events/eventpage/{hub.shelves['events.eventindexpage']}/")
    page.locator("#id_title").fill(EVENT)
    page.locator("#id_kind").select_option("launch")
    page.locator("#id_summary").fill("Come and talk about what the eight tables said.")
    page.locator("#id_begins_at").fill(begins.strftime("%Y-%m-%d 18:30"))
    page.locator("#id_venue").fill("Quay Street library")
    page.locator("#id_address").fill("14 Quay Street, first floor")
    page.locator("#id_registration").select_option("open")
    page.locator("#id_capacity").fill("2")
    published(page)
    page.locator(".messages", has_text="published").wait_for()


def register(fresh_page: Any, address: str, name: str) -> None:
    """Fill the form on the event's page."""
    fresh_page.goto(address)
    fresh_page.get_by_label("Your name").fill(name)
    fresh_page.get_by_label("Your e-mail address").fill(f"{name.split()[0].lower()}@example.org")
    fresh_page.get_by_label("I agree that you keep").check()
    fresh_page.locator("#register button[type=submit]").click()
    fresh_page.get_by_role("heading", name="Look into your e-mail").wait_for()


def subscribe(page: Any, hub: Any, visitors: Any) -> None:
    """Sign up for the newsletter and confirm it by the link in the mail."""
    page.goto("/newsletters/")
    form = page.locator("form.psh-sign-up").first
    form.get_by_label("e-mail address").fill("reader@example.org")
    form.get_by_role("button", name="Sign up").click()
    page.get_by_role("heading", name="Look into your mailbox").wait_for()
    work(hub)
    page.goto(link(mail(visitors, to="reader@example.org", subject="Confirm"), "/newsletters/confirm/"))
    page.get_by_role("button", name="Get the newsletter").click()
    page.get_by_role("heading", name="You are on the list").wait_for()


def send_newsletter(page: Any, hub: Any) -> None:
    """Compose an issue from the report and the event, and send it."""
    page.goto(f"/studio/pages/add/newsletters/newsletterissuepage/{hub.shelves['newsletters.newsletterindexpage']}/")
    page.locator("#id_title").fill("The tables issue")
    page.locator("#id_subject").fill(SUBJECT)
    for title in (TITLE, EVENT):
        block(page, "Page of this site")
        page.get_by_role("button", name="Choose a page").last.click()
        page.locator(".modal input[name=q]").fill(title)
        page.locator(".modal").get_by_role("link", name=title).first.click()
        page.locator(".modal").wait_for(state="hidden")
    page.get_by_role("button", name="Save draft").click()
    page.locator(".messages", has_text="The tables issue").wait_for()
    page.goto("/studio/newsletter/")
    page.get_by_role("link", name="The tables issue").click()
    page.get_by_role("button", name=re.compile("^Publish and send to")).click()
    work(hub)


def test_a_report_its_launch_and_its_newsletter_reach_a_reader(hub: Any, visitors: Any, fresh: Any) -> None:
    from pybtex.database import parse_string

    editor, reader = visitors.page("administrator"), fresh.new_page()
    write_report(editor, hub)
    announce_event(editor, hub)
    subscribe(reader, hub, visitors)
    work(hub)

    # A reader finds the report, reads it as a PDF and takes the citation away.
    reader.goto("/search/?q=eight+tables+libraries")
    reader.get_by_role("link", name=TITLE).first.click()
    assert "Ada Marsh" in reader.locator("main").inner_text()
    assert reader.locator("figure.psh-finding img").count() >= 1
    pdf = reader.request.get(reader.get_by_role("link", name="Read it as a PDF").get_attribute("href"))
    assert pdf.body()[:5] == b"%PDF-"
    reader.get_by_text("Take the citation away").click()
    bibtex = reader.request.get(reader.get_by_role("link", name="BibTeX").get_attribute("href")).text()
    [entry] = parse_string(bibtex, "bibtex").entries.values()
    assert [str(person) for person in entry.persons["author"]] == ["Marsh, Ada", "O'Neill, Björn"]
    assert [str(fault) for fault in faults(reader)] == []

    # Three people want to come, and there are two seats.
    reader.goto("/events/")
    reader.get_by_role("link", name=EVENT).first.click()
    event = reader.url
    assert "14 Quay Street" not in reader.content()
    for name in ("Cerys Lamb", "Dara Okoye", "Ewan Pike"):
        register(reader, event, name)
    work(hub)
    assert "14 Quay Street" in mail(visitors, to="cerys@example.org", subject=EVENT)
    waiting = link(mail(visitors, to="ewan@example.org", subject=EVENT), "/registrations/")
    reader.goto(waiting)
    reader.get_by_text("You are on the waiting list. Your place in line is 1").wait_for()
    assert [str(fault) for fault in faults(reader)] == []

    # The newsletter brings both; one button ends it.
    send_newsletter(editor, hub)
    issue = mail(visitors, to="reader@example.org", subject=SUBJECT)
    assert TITLE in issue
    assert EVENT in issue
    reader.goto(link(issue, "/newsletters/unsubscribe/"))
    reader.get_by_role("button", name="Unsubscribe").click()
    reader.get_by_role("heading", name="You are off the list").wait_for()
