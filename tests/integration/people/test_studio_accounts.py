"""Accounts and organisations in the studio: every change goes through its action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from pshub.people import demo
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, Organisation, User
from pshub.people.policies import CapabilityPolicy, hold_to
from pshub.people.second_factor import DEMO_SESSION
from pshub.people.wagtail_hooks import refuse_bulk_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(settings: Any) -> Callable[[str], Client]:
    settings.DEMO = True
    accounts = {user.email.partition("@")[0]: user for user in demo.ensure_accounts(by=Actor.system("test"))}

    def enter(role: str) -> Client:
        client = Client()
        client.force_login(accounts[role], backend="pshub.people.backends.RoleBackend")
        session = client.session
        session[DEMO_SESSION] = True
        session.save()
        return client

    return enter


def last_entry() -> tuple[str, str]:
    entry = AuditEntry.objects.first()
    assert entry is not None
    return entry.verb, entry.actor


def test_an_editor_adds_and_changes_an_organisation(enter: Callable[[str], Client]) -> None:
    client = enter("editor")
    form = {"name": "Ashwick Council", "kind": "council", "website": "ashwick.example", "description": ""}
    client.post("/studio/organisations/new/", form)
    body = Organisation.objects.get()
    assert (body.slug, body.website) == ("ashwick-council", "https://ashwick.example")
    assert last_entry() == ("organisation.created", "Demo Editor")

    client.post(f"/studio/organisations/edit/{body.pk}/", {**form, "kind": "district council"})

    body.refresh_from_db()
    assert body.kind == "district council"
    assert last_entry() == ("organisation.changed", "Demo Editor")


def test_a_refusal_of_an_action_stands_beside_the_form_and_changes_nothing(enter: Callable[[str], Client]) -> None:
    client = enter("editor")
    Organisation.objects.create(name="Ashwick College", slug="ashwick-council")
    answer = client.post("/studio/organisations/new/", {"name": "Ashwick Council"})

    assert answer.status_code == 200
    assert "gives the same address" in answer.content.decode()
    assert Organisation.objects.count() == 1


def test_an_administrator_makes_changes_and_erases_an_account(enter: Callable[[str], Client]) -> None:
    client = enter("administrator")
    client.post("/studio/users/new/", {"email": "ada@example.org", "name": "Ada", "roles": ["editor", "analyst"]})
    user = User.objects.get(email="ada@example.org")
    assert set(user.role_assignments.values_list("role", flat=True)) == {"editor", "analyst"}
    page = client.get(f"/studio/users/edit/{user.pk}/").content.decode()
    assert 'value="editor"' in page
    assert "ada@example.org" in client.get("/studio/users/").content.decode()

    client.post(f"/studio/users/edit/{user.pk}/", {"name": "Ada L", "is_active": "on", "roles": ["editor"]})
    user.refresh_from_db()
    assert (user.name, user.email) == ("Ada L", "ada@example.org")
    assert list(user.role_assignments.values_list("role", flat=True)) == ["editor"]

    client.post(f"/studio/users/delete/{user.pk}/")
    assert not User.objects.filter(pk=user.pk).exists()
    assert last_entry() == ("account.erased", "Demo Administrator")


def test_the_last_administrator_cannot_be_erased_in_the_studio(enter: Callable[[str], Client]) -> None:
    client = enter("administrator")
    user = User.objects.get(email="administrator@demo.invalid")
    answer = client.post(f"/studio/users/delete/{user.pk}/", follow=True)

    assert answer.redirect_chain == [("/studio/users/", 302)]
    assert "only administrator" in answer.content.decode()
    assert User.objects.filter(pk=user.pk).exists()


def test_bulk_paths_are_shut_where_changes_go_through_actions(enter: Callable[[str], Client]) -> None:
    client = enter("administrator")
    user = User.objects.get(email="editor@demo.invalid")
    client.post(f"/studio/bulk/people/user/delete/?id={user.pk}")

    assert User.objects.filter(pk=user.pk).exists()
    request = RequestFactory().post("/", headers={"x-requested-with": "XMLHttpRequest"})
    with pytest.raises(PermissionDenied):
        refuse_bulk_changes(request, "delete", [user], None)
    assert refuse_bulk_changes(request, "delete", [], None) is None


def test_a_policy_answers_wagtail_from_the_table(enter: Callable[[str], Client]) -> None:
    enter("editor")
    editor = User.objects.get(email="editor@demo.invalid")
    analyst = User.objects.get(email="analyst@demo.invalid")
    body = Organisation.objects.create(name="Council", slug="council")
    scoped = CapabilityPolicy(Organisation, {"change": "inquiries.manage"}, scope_of=lambda one: one)

    assert scoped.user_has_permission(editor, "change")
    assert not scoped.user_has_permission(editor, "delete")
    assert not scoped.user_has_permission_for_instance(analyst, "change", body)
    assert not scoped.user_has_permission_for_instance(editor, "delete", body)
    named = set(scoped.users_with_any_permission(["change"]).values_list("email", flat=True))
    assert named == {"editor@demo.invalid", "administrator@demo.invalid"}
    assert not scoped.users_with_any_permission(["delete"]).exists()
    everybody = CapabilityPolicy(Organisation, {"view": "account.own"})
    assert everybody.users_with_any_permission(["view"]).count() == User.objects.count()
    assert hold_to(Organisation, {}) is hold_to(Organisation, {"add": "people.manage"})
