"""Bundles: everything in one goes live at one moment, or nothing of it does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from pshub.delivery.models import OutboxMessage
from pshub.inquiries.models import Record
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, RoleAssignment, User
from pshub.people.permissions import NotPermitted
from pshub.publishing.publications.actions import change_publication, create_publication, publish
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage, PublicationVersion
from pshub.publishing.releases import actions
from pshub.publishing.releases.errors import BundleError, ReleaseRefused
from pshub.publishing.releases.models import Bundle

BY = Actor.system("tests")

Draft = Callable[..., PublicationPage]


@pytest.fixture
def shelf(db: None) -> PublicationIndexPage:
    home = Page.objects.get(depth=2)
    return home.add_child(instance=PublicationIndexPage(title="Publications", slug="publications"))


@pytest.fixture
def draft(shelf: PublicationIndexPage) -> Draft:
    """Draft a publication; one with a number that nobody confirmed cannot be published."""

    def make(title: str, text: str = "<p>All is well.</p>") -> PublicationPage:
        return create_publication(parent=shelf, title=title, summary=title, body=[("text", text)], by=BY)

    return make


@pytest.fixture
def editor(db: None) -> User:
    user = User.objects.create_user("editor@example.org", name="Edie Torr")
    RoleAssignment.objects.create(user=user, role="editor")
    return user


def bundle_of(*pages: PublicationPage, **fields: Any) -> Bundle:
    bundle = actions.create_bundle(name="Launch", by=BY, **fields)
    for page in pages:
        actions.add_item(bundle=bundle, target=page, by=BY)
    return bundle


def state_of_everything() -> dict[str, Any]:
    """All that publishing writes: pages, versions, records, what is queued, and what is logged."""
    return {
        "pages": sorted(Page.objects.values_list("pk", "live", "live_revision", "latest_revision", "title")),
        "versions": PublicationVersion.objects.count(),
        "records": sorted(Record.objects.values_list("pk", "visibility", "status")),
        "outbox": OutboxMessage.objects.count(),
        "published": AuditEntry.objects.filter(verb="publication.published").count(),
    }


UNCONFIRMED = "<p>We asked 412 people.</p>"


def test_everything_goes_live_at_once_in_the_name_of_whoever_releases(draft: Draft, editor: User) -> None:
    pages = [draft("Report"), draft("Essay"), draft("Blog")]
    by = Actor.user(editor)

    actions.release(bundle=bundle_of(*pages), by=by)

    assert all(PublicationPage.objects.get(pk=page.pk).live for page in pages)
    assert set(PublicationVersion.objects.values_list("published_by", flat=True)) == {"Edie Torr"}
    assert AuditEntry.objects.get(verb="bundle.released").detail == {"items": ["Report", "Essay", "Blog"]}


def test_a_part_that_is_refused_leaves_nothing_changed_and_every_problem_is_told(draft: Draft) -> None:
    bundle = bundle_of(draft("Report"), draft("Blog", UNCONFIRMED), draft("Essay", UNCONFIRMED))
    before = state_of_everything()

    with pytest.raises(ReleaseRefused) as refused:
        actions.release(bundle=bundle, by=BY)

    assert [refusal.title for refusal in refused.value.refusals] == ["Blog", "Essay"]
    assert all("412" in " ".join(refusal.problems) for refusal in refused.value.refusals)
    assert state_of_everything() == before
    bundle.refresh_from_db()
    assert (bundle.state, [entry["title"] for entry in bundle.problems]) == ("refused", ["Blog", "Essay"])


def test_a_crash_in_the_middle_leaves_nothing_changed(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [draft("Report"), draft("Essay")]
    bundle = bundle_of(*pages)
    before = state_of_everything()
    plain = PublicationPage.publish

    def crash(self: PublicationPage, *args: Any, **options: Any) -> None:
        plain(self, *args, **options)
        if self.pk == pages[1].pk:
            raise MemoryError

    monkeypatch.setattr(PublicationPage, "publish", crash)
    with pytest.raises(MemoryError):
        actions.release(bundle=bundle, by=BY)

    assert state_of_everything() == before
    bundle.refresh_from_db()
    assert bundle.state == "draft"


def test_checking_tells_what_a_release_would_meet_and_changes_nothing(draft: Draft) -> None:
    bundle = bundle_of(draft("Report"), draft("Essay", UNCONFIRMED))
    before = state_of_everything()

    found = actions.check(bundle=bundle, by=BY)

    assert [refusal.title for refusal in found] == ["Essay"]
    assert state_of_everything() == before


def test_the_approved_drafts_are_released_not_later_ones(draft: Draft, editor: User) -> None:
    page = draft("Report")
    moment = timezone.now() + timedelta(days=1)
    bundle = actions.approve(bundle=bundle_of(page, go_live_at=moment), by=Actor.user(editor))
    change_publication(page=page, title="Report with second thoughts", by=BY)

    early = actions.release_due(by=Actor.system("schedule"), now=moment - timedelta(minutes=1))
    released = actions.release_due(by=Actor.system("schedule"), now=moment)

    assert (early, released) == ([], [bundle])
    live = PublicationPage.objects.get(pk=page.pk)
    assert (live.title, live.live) == ("Report", True)
    assert PublicationVersion.objects.get(page=page).published_by == "Edie Torr"


def test_a_schedule_that_is_refused_says_so_and_does_not_hold_up_the_next(draft: Draft, editor: User) -> None:
    moment = timezone.now() + timedelta(days=1)
    page, other = draft("Report"), draft("Essay")
    bad = actions.approve(bundle=bundle_of(page, go_live_at=moment), by=Actor.user(editor))
    good = actions.approve(bundle=bundle_of(other, go_live_at=moment), by=BY)
    change_publication(page=page, title="Report, newer", by=BY)
    publish(page=page, by=BY, change_note="")

    released = actions.release_due(by=Actor.system("schedule"), now=moment)

    assert released == [good]
    bad.refresh_from_db()
    assert bad.state == "refused"
    assert "newer draft" in bad.problems[0]["problems"][0]
    assert AuditEntry.objects.filter(verb="bundle.refused", target=str(bad.pk)).exists()
    assert PublicationPage.objects.get(pk=page.pk).title == "Report, newer"


def test_a_page_that_is_scheduled_by_itself_cannot_be_in_a_release(draft: Draft) -> None:
    page, other = draft("Report"), draft("Essay")
    change_publication(page=page, go_live_at=timezone.now() + timedelta(days=3), by=BY)
    bundle = bundle_of(other, page)

    with pytest.raises(ReleaseRefused, match="set to go live by itself"):
        actions.approve(bundle=bundle, by=BY)

    assert not PublicationPage.objects.get(pk=other.pk).live


def test_what_is_deleted_meanwhile_is_told(draft: Draft) -> None:
    page = draft("Report")
    bundle = actions.approve(bundle=bundle_of(page, draft("Essay")), by=BY)
    page.delete()

    with pytest.raises(ReleaseRefused, match="Report: It was deleted"):
        actions.release(bundle=bundle, by=BY)

    assert not PublicationPage.objects.live().exists()


def test_any_change_takes_the_approval_back(draft: Draft) -> None:
    bundle = actions.approve(bundle=bundle_of(draft("Report"), draft("Essay")), by=BY)
    item = bundle.items.last()
    assert item is not None

    actions.move_up(item=item, by=BY)

    bundle.refresh_from_db()
    assert (bundle.state, [str(item) for item in bundle.items.all()]) == ("draft", ["Essay", "Report"])
    assert not bundle.items.filter(revision__isnull=False).exists()


def test_a_bundle_is_released_once_and_not_changed_after(draft: Draft) -> None:
    bundle = actions.release(bundle=bundle_of(draft("Report")), by=BY)

    codes = []
    for again in (
        lambda: actions.release(bundle=bundle, by=BY),
        lambda: actions.add_item(bundle=bundle, target=draft("Essay"), by=BY),
        lambda: actions.delete_bundle(bundle=bundle, by=BY),
        lambda: actions.release(bundle=bundle_of(), by=BY),
    ):
        with pytest.raises(BundleError) as refused:
            again()
        codes.append(refused.value.code)

    assert codes == ["already-released"] * 3 + ["empty"]


def test_only_who_may_release_touches_bundles(draft: Draft) -> None:
    bundle = bundle_of(draft("Report"))
    nobody = Actor.visitor()

    for attempt in (actions.release, actions.approve, actions.check, actions.delete_bundle):
        with pytest.raises(NotPermitted):
            attempt(bundle=bundle, by=nobody)

    assert not PublicationPage.objects.live().exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_release_at_once_release_it_once(draft: Draft) -> None:
    bundle = bundle_of(draft("Report"), draft("Essay"))
    start, outcomes = threading.Barrier(2), []

    def go() -> None:
        start.wait()
        try:
            actions.release(bundle=bundle, by=BY)
            outcomes.append("released")
        except BundleError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["already-released", "released"]
    assert PublicationVersion.objects.count() == 2


def test_another_time_has_to_be_approved_anew_and_nothing_is_released_meanwhile(draft: Draft) -> None:
    soon = timezone.now() + timedelta(days=1)
    bundle = actions.approve(bundle=bundle_of(draft("Report"), go_live_at=soon), by=BY)
    moved = actions.change_bundle(bundle=bundle, go_live_at=soon + timedelta(days=1), by=BY)
    assert moved.state == Bundle.State.DRAFT

    again = actions.approve(bundle=moved, by=BY)
    assert actions.take_back(bundle=again, by=BY).state == Bundle.State.DRAFT
    actions.change_bundle(bundle=again, go_live_at=timezone.now() - timedelta(hours=1), by=BY)
    with pytest.raises(BundleError) as passed:
        actions.approve(bundle=again, by=BY)
    assert passed.value.code == "time-passed"
    assert not PublicationVersion.objects.exists()


def test_what_has_no_drafts_is_not_put_in_and_a_bundle_is_deleted_without_its_pages(draft: Draft, editor: User) -> None:
    bundle = bundle_of(draft("Report"))
    with pytest.raises(BundleError) as refused:
        actions.add_item(bundle=bundle, target=editor, by=BY)
    actions.delete_bundle(bundle=bundle, by=BY)

    assert refused.value.code == "not-publishable"
    assert not Bundle.objects.exists()
    assert PublicationPage.objects.count() == 1
