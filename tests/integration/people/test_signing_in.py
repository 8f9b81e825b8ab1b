"""Who gets into the studio, and how."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import caches
from django.test import Client

from pshub.inquiries.actions import create_inquiry, give_inquiry_role, take_inquiry_role
from pshub.people import actions, demo
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.roles import Role

pytestmark = pytest.mark.django_db
ADMIN = Actor.system("test")
PASSWORD = "a long sentence to remember"
SECRET = generate_totp_secret()


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


@pytest.fixture
def account() -> Callable[..., User]:
    def make(*roles: str, second_factor: bool = False) -> User:
        user = actions.create_account(
            email=f"{'-'.join(roles) or 'member'}@example.org", password=PASSWORD, roles=roles, by=ADMIN
        )
        if second_factor:
            TOTP.activate(user, SECRET)
        return user

    return make


def sign_in(client: Client, user: User) -> object:
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def test_a_visitor_is_sent_to_the_sign_in_page(client: Client) -> None:
    answer = client.get("/studio/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/studio/")


def test_a_member_is_told_that_the_studio_needs_a_role(client: Client, account: Callable[..., User]) -> None:
    sign_in(client, account())
    answer = client.get("/studio/", follow=True)

    assert answer.redirect_chain == [("/account/", 302)]
    assert "no role in the studio" in answer.content.decode()


@pytest.mark.parametrize("role", ["facilitator", "analyst", "editor", "administrator"])
def test_a_studio_role_must_set_up_a_second_step_first(client: Client, account: Callable[..., User], role: str) -> None:
    sign_in(client, account(role))
    answer = client.get("/studio/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/2fa/totp/activate/?next=%2Fstudio%2F")


def test_the_second_step_is_asked_for_when_signing_in_and_opens_the_studio(
    client: Client, account: Callable[..., User]
) -> None:
    user = account("editor", second_factor=True)
    assert sign_in(client, user)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/studio/").status_code == 302

    client.post("/account/2fa/authenticate/", {"code": code_now()})

    assert client.get("/studio/").status_code == 200


def test_a_session_from_before_the_second_step_was_set_up_has_to_pass_it(
    client: Client, account: Callable[..., User]
) -> None:
    user = account("editor")
    sign_in(client, user)
    TOTP.activate(user, SECRET)
    answer = client.get("/studio/pages/")
    assert answer["Location"] == "/account/2fa/reauthenticate/?next=%2Fstudio%2Fpages%2F"

    client.post(answer["Location"], {"code": code_now()})

    assert client.get("/studio/").status_code == 200


def test_an_analyst_reads_the_audit_log_and_nobody_changes_it(client: Client, account: Callable[..., User]) -> None:
    user = account("analyst", second_factor=True)
    sign_in(client, user)
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    page = client.get("/studio/audit/")
    entry = re.search(r"/studio/audit/inspect/([0-9a-f-]+)/", page.content.decode())

    assert "account.created" in page.content.decode()
    assert entry is not None
    assert client.get(entry.group(0)).status_code == 200
    for route in ("new/", f"edit/{entry.group(1)}/", f"delete/{entry.group(1)}/"):
        assert client.post(f"/studio/audit/{route}").status_code == 404


def test_nobody_makes_an_account_alone(client: Client) -> None:
    answer = client.post("/account/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})

    assert answer.status_code == 200
    assert not User.objects.exists()


# The door of a demonstration


@pytest.fixture
def demonstration(settings: object) -> None:
    settings.DEMO = True
    demo.ensure_accounts(by=ADMIN)


@pytest.mark.usefixtures("demonstration")
def test_a_link_of_the_demonstration_signs_in_once_and_only_by_its_button(client: Client) -> None:
    link = demo.new_link(Role.EDITOR)
    token = re.search("token=([^&]+)", link).group(1).replace("%3A", ":")
    page = client.get(link)
    assert page.status_code == 200
    assert client.get("/studio/").status_code == 302

    assert client.post("/demo/sign-in/", {"token": token}).status_code == 302
    assert client.get("/studio/").status_code == 200

    again = Client().post("/demo/sign-in/", {"token": token})
    assert again.status_code == 403
    assert "has been used" in again.content.decode()


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(("token", "words"), [("", "not one that"), ("made:up:here", "not one that")])
def test_a_link_that_was_not_printed_is_refused(client: Client, token: str, words: str) -> None:
    answer = client.post("/demo/sign-in/", {"token": token})

    assert answer.status_code == 403
    assert words in answer.content.decode()


@pytest.mark.usefixtures("demonstration")
def test_an_old_link_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    link = demo.new_link(Role.EDITOR)
    monkeypatch.setattr(demo, "SECONDS", -1)

    assert "has expired" in client.get(link).content.decode()


@pytest.mark.usefixtures("demonstration")
def test_the_door_is_shut_to_other_machines(client: Client) -> None:
    link = demo.new_link(Role.EDITOR)

    assert client.get(link, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get(link, REMOTE_ADDR="not an address").status_code == 404


def test_there_is_no_such_door_in_a_hub_that_is_no_demonstration(client: Client, settings: object) -> None:
    settings.DEMO = True
    demo.ensure_accounts(by=ADMIN)
    link = demo.new_link(Role.EDITOR)
    client.post("/demo/sign-in/", {"token": re.search("token=([^&]+)", link).group(1).replace("%3A", ":")})
    assert client.get("/studio/").status_code == 200

    settings.DEMO = False

    assert client.get(link).status_code == 404
    # A session of the demonstration counts for nothing once the hub is none.
    assert client.get("/studio/")["Location"].startswith("/account/2fa/")


def test_demonstration_accounts_are_made_once(settings: object) -> None:
    settings.DEMO = True
    first = [user.pk for user in demo.ensure_accounts(by=ADMIN)]

    assert [user.pk for user in demo.ensure_accounts(by=ADMIN)] == first
    assert {user.has_usable_password() for user in User.objects.all()} == {False}


# Roles in one inquiry


def test_a_role_in_one_inquiry_opens_the_studio_after_the_second_step(
    client: Client, account: Callable[..., User]
) -> None:
    user = account(second_factor=True)
    own, other = (
        create_inquiry(title=name, slug=name, question="?", public=False, by=ADMIN) for name in ("own", "other")
    )
    give_inquiry_role(inquiry=own, user=user, role="facilitator", by=ADMIN)
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    assert client.get("/inquiries/own/").status_code == 404
    assert client.get("/studio/")["Location"].startswith("/account/2fa/reauthenticate/")
    sign_in(client := Client(), user)

    client.post("/account/2fa/authenticate/", {"code": code_now()})

    addresses = ("/studio/", "/studio/moderation/", "/inquiries/own/", "/inquiries/other/")
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200, 404]
    take_inquiry_role(given=user.inquiry_roles.get(), by=ADMIN)
    assert client.get("/studio/")["Location"] == "/account/"
    assert other.roles.count() == 0


@pytest.mark.parametrize("role", ["visitor", "member", "administrator", "nonsense"])
def test_only_roles_that_work_in_an_inquiry_are_given_there(account: Callable[..., User], role: str) -> None:
    inquiry = create_inquiry(title="Own", slug="own", question="?", by=ADMIN)

    with pytest.raises(actions.PeopleError, match="choose one of facilitator, analyst, editor"):
        give_inquiry_role(inquiry=inquiry, user=account(), role=role, by=ADMIN)


def test_an_administrator_gives_and_takes_roles_in_an_inquiry(client: Client, account: Callable[..., User]) -> None:
    administrator, user = account("administrator", second_factor=True), account()
    inquiry = create_inquiry(title="Own", slug="own", question="?", by=ADMIN)
    sign_in(client, administrator)
    client.post("/account/2fa/authenticate/", {"code": code_now()})

    client.post("/studio/inquiry_roles/new/", {"inquiry": inquiry.pk, "user": user.pk, "role": "analyst"})

    given = user.inquiry_roles.get()
    assert given.role == "analyst"
    assert "Analyst" in client.get("/studio/inquiry_roles/").content.decode()
    client.post(f"/studio/inquiry_roles/delete/{given.pk}/")
    assert not user.inquiry_roles.exists()


# One's own account


def test_somebody_sees_takes_out_and_erases_the_own_account(client: Client, account: Callable[..., User]) -> None:
    user = account()
    sign_in(client, user)
    assert "member@example.org" in client.get("/account/").content.decode()
    assert client.get("/account/data/").status_code == 200
    taken = client.post("/account/data/download/")
    assert taken.json()["account"]["email"] == "member@example.org"

    assert client.post("/account/data/erase/", {"email": "somebody@else.org"})["Location"] == "/account/data/"
    assert User.objects.exists()
    client.post("/account/data/erase/", {"email": "member@example.org"})

    assert not User.objects.exists()
    assert client.get("/account/").status_code == 302


def test_the_last_administrator_is_told_why_the_account_stays(client: Client, account: Callable[..., User]) -> None:
    user = account("administrator")
    sign_in(client, user)
    answer = client.post("/account/data/erase/", {"email": user.email}, follow=True)

    assert "only administrator" in answer.content.decode()
    assert User.objects.exists()


def test_no_address_is_kept_by_signing_in(client: Client, account: Callable[..., User]) -> None:
    user = account()
    client.post("/account/login/", {"login": user.email, "password": "wrong"}, REMOTE_ADDR="198.51.100.23")
    kept = str([(key, value) for cache in ("default", "limits") for key, value in caches[cache]._cache.items()])

    assert caches["default"]._cache
    assert "198.51.100.23" not in kept
