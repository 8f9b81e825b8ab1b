"""Writing and publishing in the studio, as an editor does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from pshub.evidence.actions import withdraw
from pshub.evidence.models import Finding
from pshub.people.actors import Actor
from pshub.people.groups import ensure_groups, follow_roles
from pshub.people.models import User
from pshub.people.roles import Role
from pshub.publishing.publications.actions import publish
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage, PublicationVersion

pytestmark = pytest.mark.django_db
Draft = Callable[..., PublicationPage]


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session.save()
    return client


@pytest.fixture
def editor(client: Client, make_account: Callable[..., User]) -> Client:
    """Somebody who writes and publishes, signed in with a second factor."""
    user = make_account(Role.EDITOR)
    follow_roles(user.pk)
    return signed_in(client, user)


def check_address(page: PublicationPage) -> str:
    return reverse("publication_studio:check", args=[page.pk])


def seen(editor: Client, page: PublicationPage) -> str:
    """What the check page says that was looked at."""
    return str(editor.get(check_address(page)).context["form"]["seen"].value())


def messages(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def form_of(**fields: Any) -> dict[str, Any]:
    """What the browser sends for a publication."""
    data: dict[str, Any] = {
        "title": "From the studio",
        "slug": "from-the-studio",
        "kind": "report",
        "summary": "What we saw.",
        "published_on": "2026-05-03",
        "inquiry": "",
        "commissioned_by": "",
        "partners": "",
        "cover": "",
        "cover_description": "",
        "authors": inline_formset([]),
        "body": streamfield([("text", rich_text("<p>There were 14 people.</p>", features=[]))]),
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
    }
    return nested_form_data(data | fields)


def test_an_editor_writes_checks_confirms_and_publishes(editor: Client, shelf: PublicationIndexPage) -> None:
    add = reverse("wagtailadmin_pages:add", args=["publications", "publicationpage", shelf.pk])
    assert editor.get(add).status_code == 200
    response = editor.post(add, form_of() | {"action-publish": "1"})
    page = PublicationPage.objects.get()
    assert response.url == check_address(page)
    assert not page.live

    shown = editor.get(check_address(page))
    assert "There were [14] people" in shown.content.decode()
    refused = editor.post(check_address(page), {"seen": seen(editor, page), "publish": "1"})
    assert "14" in messages(refused)
    assert not PublicationVersion.objects.exists()

    (key, _label), *_more = shown.context["form"].fields["confirmed"].choices
    done = editor.post(
        check_address(page), {"seen": seen(editor, page), "confirmed": [key], "publish": "1"}, follow=True
    )
    assert "version 1" in messages(done)
    page.refresh_from_db()
    assert page.live


def test_editing_a_published_page_goes_by_the_check_again(editor: Client, report: PublicationPage, by: Actor) -> None:
    publish(page=report, by=by)
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert editor.get(edit).status_code == 200
    response = editor.post(edit, form_of(title="Changed", slug=report.slug) | {"action-publish": "1"})
    assert response.url == check_address(report)
    report.refresh_from_db()
    assert report.title != "Changed"

    shown = editor.get(check_address(report))
    keys = [key for key, _label in shown.context["form"].fields["confirmed"].choices]
    data = {"seen": seen(editor, report), "confirmed": keys, "publish": "1"}
    assert "Say what changed" in messages(editor.post(check_address(report), data))
    editor.post(check_address(report), data | {"change_note": "Another title"})
    report.refresh_from_db()
    assert (report.title, report.versions.first().number) == ("Changed", 2)


def test_a_draft_that_changed_meanwhile_is_looked_at_again(editor: Client, report: PublicationPage) -> None:
    stale = seen(editor, report)
    report.summary = "Something else."
    report.save_revision()

    response = editor.post(check_address(report), {"seen": stale, "publish": "1"}, follow=True)

    assert "changed since you opened" in messages(response)
    assert not PublicationVersion.objects.exists()


def test_a_draft_that_was_merely_saved_again_is_published(editor: Client, report: PublicationPage) -> None:
    shown = seen(editor, report)
    report.save_revision()

    editor.post(check_address(report), {"seen": shown, "publish": "1"})

    assert PublicationVersion.objects.get().revision == report.get_latest_revision()


def test_confirming_alone_publishes_nothing(editor: Client, draft_report: Draft) -> None:
    page = draft_report(text="<p>There were 14 people.</p>")
    shown = editor.get(check_address(page))
    (key, _label), *_more = shown.context["form"].fields["confirmed"].choices
    editor.post(check_address(page), {"seen": seen(editor, page), "confirmed": [key], "confirm": "1"})

    page.refresh_from_db()
    assert not page.live
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.live


def test_the_check_names_what_is_wrong_and_offers_no_publishing(
    editor: Client, report: PublicationPage, finding: Finding, by: Actor
) -> None:
    withdraw(finding=finding, reason="Counted twice", by=by)

    html = editor.get(check_address(report)).content.decode()

    assert "Counted twice" in html
    assert 'name="publish"' not in html


def test_those_who_do_not_write_cannot_check(client: Client, report: PublicationPage, make_account: Any) -> None:
    analyst = signed_in(client, make_account(Role.ANALYST))

    assert analyst.get(check_address(report)).status_code in (302, 403)
    assert analyst.post(check_address(report), {"publish": "1"}).status_code in (302, 403)
    assert not PublicationVersion.objects.exists()


def test_the_end_of_a_workflow_comes_by_the_same_way(editor: Client, draft_report: Draft, make_account: Any) -> None:
    page = draft_report(text="<p>There were 14 people.</p>")
    task = GroupApprovalTask.objects.create(name="Read")
    task.groups.add(ensure_groups()[Role.EDITOR])
    workflow = Workflow.objects.create(name="Reading")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.objects.get(depth=1), defaults={"workflow": workflow})
    state = workflow.start(page, None)
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])

    refused = editor.post(approve, follow=True)
    assert refused.redirect_chain[-1][0] == check_address(page)
    assert "14" in messages(refused)
    page.refresh_from_db()
    assert not page.live
    state.refresh_from_db()
    assert state.status == "in_progress"

    (key, _label), *_more = refused.context["form"].fields["confirmed"].choices
    editor.post(check_address(page), {"seen": seen(editor, page), "confirmed": [key], "confirm": "1"})
    editor.post(approve)
    page.refresh_from_db()
    assert page.live
    assert PublicationVersion.objects.get().number == 1


def test_what_was_published_is_unpublished_but_not_deleted(editor: Client, report: PublicationPage, by: Actor) -> None:
    publish(page=report, by=by)
    delete = reverse("wagtailadmin_pages:delete", args=[report.pk])
    assert "cannot be deleted" in messages(editor.post(delete, follow=True))
    assert "cannot be deleted" in messages(
        editor.post(reverse("wagtailadmin_pages:delete", args=[report.get_parent().pk]), follow=True)
    )

    editor.post(reverse("wagtailadmin_pages:unpublish", args=[report.pk]))
    report.refresh_from_db()
    assert not report.live
    assert report.record is not None
    assert report.record.visibility == "studio"


def test_drafts_can_be_deleted_and_copied_as_drafts(editor: Client, report: PublicationPage, by: Actor) -> None:
    publish(page=report, by=by)
    copy = reverse("wagtailadmin_pages:copy", args=[report.pk])
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": report.get_parent().pk, "publish_copies": "on"}
    editor.post(copy, data)
    copied = PublicationPage.objects.get(slug="copy")
    assert (copied.live, copied.record, copied.versions.count()) == (False, None, 0)

    editor.post(reverse("wagtailadmin_pages:delete", args=[copied.pk]))
    assert not PublicationPage.objects.filter(slug="copy").exists()


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_nothing_happens_to_publications_in_bulk(
    editor: Client, report: PublicationPage, by: Actor, action: str
) -> None:
    if action != "publish":
        publish(page=report, by=by)
    before = PublicationPage.objects.get(pk=report.pk).live
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    response = editor.post(f"{address}?id={report.pk}", follow=True)

    assert "by itself" in messages(response)
    assert PublicationPage.objects.get(pk=report.pk).live == before


def test_a_number_is_picked_by_clicking_its_cell(editor: Client, finding: Finding) -> None:
    picker = reverse("publication_studio:numbers")
    assert finding.title in editor.get(picker, {"q": "spring"}).content.decode()
    assert finding.title not in editor.get(picker, {"q": "autumn"}).content.decode()
    assert "12,345" in editor.get(picker, {"finding": finding.digest}).content.decode()

    html = editor.get(picker, {"finding": finding.digest, "cell": "visits/Northgate/visits"}).content.decode()
    assert f"{{{{ finding:{finding.digest[:12]}/visits/Northgate/visits|words }}}}" in html
    assert "about 12,000" in html

    unknown = editor.get(picker, {"finding": finding.digest, "cell": "visits/Nowhere/visits"}).content.decode()
    assert "has no row" in unknown
    assert editor.get(picker, {"finding": "0" * 64}).status_code == 404


def test_the_editors_button_opens_the_same_choice(editor: Client, finding: Finding) -> None:
    chooser = reverse("publication_studio:number_chooser")

    answer = editor.get(chooser, {"finding": finding.digest, "cell": "visits/Northgate/share"}).json()

    assert answer["step"] == "choose"
    assert f'data-finding="{finding.digest}"' in answer["html"]
    assert 'data-format="words" data-text="nearly two thirds"' in answer["html"]


def test_a_publication_does_not_run_out(editor: Client, shelf: PublicationIndexPage) -> None:
    add = reverse("wagtailadmin_pages:add", args=["publications", "publicationpage", shelf.pk])

    response = editor.post(add, form_of(expire_at="2030-01-01 10:00") | {"action-publish": "1"})

    assert response.status_code == 200
    assert "does not run out" in response.content.decode()
    assert not PublicationPage.objects.exists()


def test_the_worker_keeps_the_schedule() -> None:
    from pshub.delivery import schedule

    job = next(job for job in schedule.registered() if job.name == "publications.scheduled")

    assert job.work() is None
    call_command("publish_scheduled")
