"""Accounts, roles and organisations: what may be done, by whom, and what the log says of it."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail

from pshub.people import actions, personal_data
from pshub.people.actions import PeopleError
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, Organisation, RoleAssignment, User
from pshub.people.permissions import NotPermitted
from pshub.people.roles import Role

pytestmark = pytest.mark.django_db
ADMIN = Actor.system("test")
PASSWORD = "a long sentence to remember"


def make(email: str = "ada@example.org", **options: object) -> User:
    return actions.create_account(**{"email": email, "password": PASSWORD, "by": ADMIN, **options})


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("at").values_list("verb", flat=True))


def test_an_account_is_made_with_its_roles_and_each_is_in_the_log() -> None:
    user = make(" Ada@Example.org ", name=" Ada ", roles=["editor"])

    assert (user.email, user.name) == ("ada@example.org", "Ada")
    assert user.check_password(PASSWORD)
    assert list(user.role_assignments.values_list("role", flat=True)) == ["editor"]
    assert EmailAddress.objects.get(user=user).verified
    assert verbs() == ["account.created", "role.given"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"email": "not an address"}, "bad-address"),
        ({"password": "short"}, "weak-password"),
        ({"roles": ["king"]}, "unknown-role"),
        ({"roles": ["visitor"]}, "unknown-role"),
    ],
)
def test_a_bad_account_is_refused_and_nothing_is_left(options: dict[str, object], code: str) -> None:
    with pytest.raises(PeopleError) as refused:
        make(**options)

    assert refused.value.code == code
    assert not User.objects.exists()
    assert verbs() == []


def test_an_address_has_one_account() -> None:
    make()
    with pytest.raises(PeopleError) as refused:
        make("ADA@example.org")

    assert refused.value.code == "address-taken"
    assert User.objects.count() == 1


def test_whoever_is_invited_gets_a_link_that_leads_to_choosing_a_password(
    client, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make(password=None)

    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    path = "/" + link.split("/", 3)[3]
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert b"password1" in page.content


def test_an_invitation_is_not_sent_to_somebody_who_has_a_password() -> None:
    from pshub.people.invitations import send_invitation

    send_invitation({"user": make().pk})
    send_invitation({"user": 0})

    assert mail.outbox == []


def test_nobody_but_an_administrator_manages_accounts() -> None:
    editor = Actor.user(make(roles=["editor"]))
    with pytest.raises(NotPermitted):
        make("b@example.org", by=editor)

    assert User.objects.count() == 1


def test_roles_are_given_once_and_taken() -> None:
    user = make()
    actions.give_role(user=user, role="analyst", by=ADMIN)
    actions.give_role(user=user, role="analyst", by=ADMIN)
    assert Actor.user(user).roles == {Role.MEMBER, Role.ANALYST}

    actions.take_role(user=user, role="analyst", by=ADMIN)
    actions.take_role(user=user, role="analyst", by=ADMIN)

    assert Actor.user(user).roles == {Role.MEMBER}
    assert verbs() == ["account.created", "role.given", "role.taken"]


def test_the_groups_that_wagtail_asks_follow_the_roles() -> None:
    user = make(roles=["editor", "analyst"])
    assert set(user.groups.values_list("name", flat=True)) == {"role:editor", "role:analyst"}

    actions.take_role(user=user, role="editor", by=ADMIN)

    assert set(user.groups.values_list("name", flat=True)) == {"role:analyst"}
    rows = Group.objects.get(name="role:editor").page_permissions.values_list("permission__codename", flat=True)
    assert {"add_page", "change_page", "publish_page"} <= set(rows)
    assert not Group.objects.get(name="role:analyst").page_permissions.exists()


def test_the_last_administrator_stays_one() -> None:
    user = make(roles=["administrator"])
    other = make("b@example.org")
    for attempt in (
        lambda: actions.take_role(user=user, role="administrator", by=ADMIN),
        lambda: actions.change_account(user=user, is_active=False, by=ADMIN),
        lambda: actions.erase_account(user=user, by=Actor.user(user)),
    ):
        with pytest.raises(PeopleError) as refused:
            attempt()
        assert refused.value.code == "last-administrator"

    actions.give_role(user=other, role="administrator", by=ADMIN)
    actions.take_role(user=user, role="administrator", by=ADMIN)
    assert list(RoleAssignment.objects.values_list("user_id", "role")) == [(other.pk, "administrator")]


def test_an_account_is_changed_as_a_whole() -> None:
    user = make(roles=["analyst"])
    make("admin@example.org", roles=["administrator"])

    actions.change_account(user=user, name="Ada L", is_active=False, roles=["editor"], by=ADMIN)

    stored = User.objects.get(pk=user.pk)
    assert (stored.name, stored.is_active) == ("Ada L", False)
    assert list(stored.role_assignments.values_list("role", flat=True)) == ["editor"]
    assert Actor.user(stored).kind == "visitor"


def test_changing_nothing_writes_nothing() -> None:
    user = make(name="Ada")
    before = verbs()
    actions.change_account(user=user, name="Ada", is_active=True, roles=[], by=ADMIN)

    assert verbs() == before


def test_an_organisation_is_added_changed_and_kept_apart_by_name() -> None:
    body = actions.create_organisation(name="Ashwick Council", kind="council", by=ADMIN)
    assert body.slug == "ashwick-council"
    changed = actions.change_organisation(organisation=body, website="https://ashwick.example", by=ADMIN)
    assert changed.website == "https://ashwick.example"
    other = actions.create_organisation(name="Ashwick College", by=ADMIN)

    for attempt, code in (
        (lambda: actions.create_organisation(name="Ashwick Council", by=ADMIN), "name-taken"),
        (lambda: actions.create_organisation(name="  ", by=ADMIN), "no-name"),
        (lambda: actions.change_organisation(organisation=other, name="Ashwick Council", by=ADMIN), "name-taken"),
        (lambda: actions.change_organisation(organisation=other, slug="x", by=ADMIN), "unknown-field"),
    ):
        with pytest.raises(PeopleError) as refused:
            attempt()
        assert refused.value.code == code
    assert Organisation.objects.count() == 2


def test_somebody_takes_out_all_that_is_held() -> None:
    user = make(name="Ada", roles=["editor"])
    actions.create_organisation(name="Ashwick Council", by=Actor.user(user))

    taken = actions.export_my_data(user=user, by=Actor.user(user))

    assert taken["account"]["email"] == "ada@example.org"
    assert taken["account"]["roles"] == ["editor"]
    assert [entry["verb"] for entry in taken["what_you_did"]] == ["organisation.created"]
    assert "account.exported" in verbs()


def test_nobody_takes_out_or_erases_somebody_else() -> None:
    user, other = make(), make("b@example.org")
    with pytest.raises(NotPermitted):
        actions.export_my_data(user=user, by=Actor.user(other))
    with pytest.raises(NotPermitted):
        actions.erase_account(user=user, by=Actor.user(other))

    assert User.objects.count() == 2


def test_erasing_leaves_no_name_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    erased: list[int] = []
    holding = personal_data.Holding(
        name="notes", export=lambda user: ["a note"], erase=lambda user: erased.append(user.pk)
    )
    monkeypatch.setattr(personal_data, "_holdings", {})
    personal_data.register(holding)
    user = make(name="Ada Lovelace", roles=["editor"])
    key = user.pk
    me = Actor.user(user)
    actions.create_organisation(name="Ashwick Council", by=me)
    assert actions.export_my_data(user=user, by=me)["notes"] == ["a note"]

    actions.erase_account(user=user, by=me)

    assert erased == [key]
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    log = [(entry.actor, entry.user_id, str(entry.detail)) for entry in AuditEntry.objects.all()]
    assert not any("Ada" in actor or "ada@" in actor or "ada@" in detail for actor, _, detail in log)
    assert AuditEntry.objects.filter(verb="organisation.created", actor=actions.ERASED).exists()
