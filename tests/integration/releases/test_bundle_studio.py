"""Bundles in the studio: put together, checked and released on one page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from pshub.people.actors import Actor
from pshub.people.models import RoleAssignment, User
from pshub.people.second_factor import DEMO_SESSION
from pshub.publishing.publications.actions import create_publication
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage
from pshub.publishing.releases.models import Bundle

BY = Actor.system("tests")


@pytest.fixture
def studio(settings: Any, db: None) -> Client:
    """An editor's browser."""
    settings.DEMO = True
    user = User.objects.create_user("editor@example.org", demo=True)
    RoleAssignment.objects.create(user=user, role="editor")
    client = Client()
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()
    return client


def test_an_editor_releases_two_reports_together(studio: Client) -> None:
    home = Page.objects.get(depth=2)
    shelf = home.add_child(instance=PublicationIndexPage(title="Publications", slug="publications"))
    good, bad = (
        create_publication(parent=shelf, title=title, summary=title, body=[("text", text)], by=BY)
        for title, text in (("Report", "<p>All is well.</p>"), ("Essay", "<p>We asked 412 people.</p>"))
    )
    studio.post(reverse("studio_bundles:add"), {"name": "Launch", "go_live_at": ""})
    bundle = Bundle.objects.get()
    page = reverse("studio_bundles:contents", args=[bundle.pk])

    empty = studio.get(page)
    for publication in (good, bad):
        studio.post(page, {"do": "add", "page": publication.pk})
    refused = studio.post(page, {"do": "release"})
    essay = bundle.items.get(title="Essay")
    kept = studio.get(page)
    studio.post(page, {"do": "remove", "item": essay.pk})
    checked = studio.post(page, {"do": "check"}, follow=True)
    released = studio.post(page, {"do": "release"}, follow=True)

    assert "Nothing is in it yet" in empty.content.decode()
    for told in (refused, kept):
        assert "412" in told.content.decode()
    assert "Nothing is in the way" in checked.content.decode()
    assert "everything in it is public now" in released.content.decode()
    assert list(PublicationPage.objects.live()) == [good]
    assert "Launch" in studio.get(reverse("studio_bundles:index")).content.decode()
