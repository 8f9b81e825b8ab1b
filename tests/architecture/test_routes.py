"""Every route against the one table of roles: declared, visited, and refused to whoever may not."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import get_resolver

from pshub.people import demo
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.roles import STUDIO_ROLES, Role
from pshub.people.routes import OPEN, ROUTES, UndeclaredRoute, capability_for, may_visit
from pshub.people.second_factor import DEMO_SESSION
from urlconf import PAGE, Route, all_routes

SIGN_IN = "/account/login/"


def catches_what_is_left(route: Route) -> bool:
    """Whether a route only answers 404 for addresses under the studio that no other route takes."""
    return route.name == "None" and route.address.startswith("/studio/")


def studio(route: Route) -> bool:
    return route.address.startswith("/studio/")


@pytest.fixture
def clients(settings: Any, db: None) -> dict[Role, Client]:
    """A browser for each role, past the second step."""
    settings.DEMO = True
    made = {Role.VISITOR: Client()}
    for user in demo.ensure_accounts(by=Actor.system("test")):
        made[Role(user.role_assignments.get().role)] = past_second_step(user)
    made[Role.MEMBER] = past_second_step(User.objects.create_user("member@example.org", demo=True))
    return made


def past_second_step(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()
    return client


@pytest.fixture
def page(db: None) -> str:
    """An object behind each example address, so that a refusal is a refusal and not an absence.

    Returns the part of an address that names the page among them, whose number is not ours to choose.
    """
    from django.utils import timezone
    from wagtail.models import Page

    from pshub.evidence.models import Finding, Snapshot
    from pshub.inquiries.models import Inquiry, InquiryRole, Partnership, Place, Record
    from pshub.people.models import AuditEntry, Organisation, User
    from pshub.practice.conversations.models import Conversation, Statement
    from pshub.publishing.publications.models import PublicationPage

    key = uuid.UUID(int=0)
    place = Place.objects.create(id=1, name="Ashwick", slug="example")
    inquiry = Inquiry.objects.create(id=key, slug="example", title="Libraries", question="What next?", place=place)
    record = Record.objects.create(id=key, kind="conversation", inquiry=inquiry, title="Evening")
    conversation = Conversation.objects.create(record=record, slug="example", question="What next?")
    Statement.objects.create(
        record=record,
        conversation=conversation,
        number=1,
        text="Open late",
        state="pending",
        origin="seeded",
        submitted_at=timezone.now(),
    )
    digest = "e" * 64
    texts = dict.fromkeys(("method_json", "parameters_json", "result_json", "released_json"), "{}")
    digests = dict.fromkeys(("digest", "result_digest", "released_digest", "commitment"), digest)
    snapshot = Snapshot.objects.create(digest=digest, restricted=True, size=1)
    Finding.objects.create(id=1, kind="opinion-map", title="Map", public=False, snapshot=snapshot, **texts, **digests)
    report = PublicationPage(title="Report", slug="report", summary="What was found.")
    page = Page.objects.get(depth=1).add_child(instance=report)
    page.save_revision()
    body = Organisation.objects.create(id=1, name="Council", slug="example")
    Partnership.objects.create(id=1, inquiry=inquiry, organisation=body)
    InquiryRole.objects.create(id=1, inquiry=inquiry, user=User.objects.create_user("one@example.org"), role="editor")
    AuditEntry.objects.create(id=key, actor_kind="system", actor="test", verb="test")
    return f"/{page.pk}/"


def actor_for(role: Role) -> Actor:
    if role == Role.VISITOR:
        return Actor.user(AnonymousUser())
    return Actor(kind="user", label=role.value, roles=frozenset({role, Role.MEMBER}))


def refused(answer: Any, role: Role, route: Route) -> bool:
    """Whether an answer keeps somebody out: sign in first, or not with this role."""
    if role == Role.VISITOR:
        return (
            answer.status_code in (301, 302) and answer["Location"].startswith(SIGN_IN)
        ) or answer.status_code == 403
    # Wagtail's way to refuse is to lead to the studio's first page, with a message.
    return answer.status_code == 403 or (answer.status_code == 302 and answer["Location"] in ("/studio/", "/account/"))


def test_every_route_has_a_row() -> None:
    undeclared = []
    for route in all_routes():
        try:
            capability_for(route.name)
        except UndeclaredRoute:
            if not catches_what_is_left(route):
                undeclared.append(route)

    assert not undeclared, "\n".join(map(str, undeclared))


def test_no_row_is_left_over() -> None:
    from fnmatch import fnmatchcase

    names = [route.name for route in all_routes()]
    unused = [pattern for pattern, _ in ROUTES if not any(fnmatchcase(name, pattern) for name in names)]

    assert unused == []


def test_every_address_leads_to_its_route() -> None:
    """The examples really visit what they stand for."""
    resolver = get_resolver()
    astray = []
    for route in all_routes():
        if catches_what_is_left(route) or route.name in TAKEN_OVER:
            continue
        found = resolver.resolve(route.address)
        if found.view_name != route.name and found.view_name not in SHADOWING.get(route.name, ()):
            astray.append((route, found.view_name))

    assert not astray, "\n".join(map(str, astray))


#: Wagtail's ways to sign in, whose addresses lead to ours.
TAKEN_OVER = {
    "wagtailadmin_login",
    "wagtailcore_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}
#: Routes whose example address an earlier route takes, with the same row of the table.
SHADOWING: dict[str, tuple[str, ...]] = {}


def test_wagtails_own_ways_to_sign_in_lead_to_ours(client: Client) -> None:
    answers = [
        client.get(f"{address}?next=/studio/")
        for address in ("/studio/login/", "/studio/password_reset/", "/_util/login/")
    ]

    assert [answer["Location"] for answer in answers] == [f"{SIGN_IN}?next=/studio/"] * 3


def test_our_routes_let_in_whom_the_table_lets_in_and_nobody_else(clients: dict[Role, Client], page: str) -> None:
    wrong = []
    for route in all_routes():
        if catches_what_is_left(route) or not (route.ours or not studio(route)):
            continue
        for role, client in clients.items():
            address = route.address.replace(f"/{PAGE}/", page)
            answer = client.get(address)
            if answer.status_code == 405:
                if may_visit(actor_for(role), route.name):
                    continue  # it takes a POST, which its own tests send
                answer = client.post(address)
            kept_out = refused(answer, role, route)
            allowed = may_visit(actor_for(role), route.name)
            if (allowed and (kept_out and not needs_more(route, answer))) or (not allowed and not kept_out):
                wrong.append(
                    (
                        route.name,
                        role.value,
                        "may" if allowed else "may not",
                        answer.status_code,
                        answer.get("Location"),
                    )
                )
            if answer.status_code >= 500:
                wrong.append((route.name, role.value, "fails", answer.status_code, None))

    assert not wrong, "\n".join(map(str, wrong))


def needs_more(route: Route, answer: Any) -> bool:
    """Whether an open route leads on because a step before it is missing, or refuses by something else than a role."""
    if route.name in ("account_reauthenticate", "mfa_reauthenticate"):
        return True  # a demonstration's account has nothing to prove itself by
    if capability_for(route.name) != OPEN:
        return False
    return route.name.startswith(("account_", "mfa_", "wagtail", "people:to-sign-in", "people:demo-sign-in"))


def test_wagtails_pages_are_shut_to_whoever_has_no_role_in_the_studio(clients: dict[Role, Client]) -> None:
    open_to = []
    for route in all_routes():
        if not studio(route) or route.ours or catches_what_is_left(route) or capability_for(route.name) == OPEN:
            continue
        for role in (Role.VISITOR, Role.MEMBER):
            answer = clients[role].get(route.address)
            if not refused(answer, role, route):
                open_to.append((route.name, role.value, answer.status_code, answer.get("Location")))

    assert not open_to, "\n".join(map(str, open_to))


def test_the_studio_opens_to_each_of_its_roles(clients: dict[Role, Client]) -> None:
    answers = {role: clients[role].get("/studio/").status_code for role in sorted(STUDIO_ROLES)}

    assert answers == dict.fromkeys(sorted(STUDIO_ROLES), 200)


def test_a_password_alone_lets_no_role_see_more_than_a_member(clients: dict[Role, Client], page: str) -> None:
    wrong = []
    for role in sorted(STUDIO_ROLES):
        client = Client()
        client.force_login(
            User.objects.get(demo=True, role_assignments__role=role), backend="pshub.people.backends.RoleBackend"
        )
        for name in ("conversations:", "evidence:", "inquiries:"):
            for route in all_routes():
                if not route.name.startswith(name):
                    continue
                address = route.address.replace("0" * 64, "e" * 64)
                answers = [one.get(address).status_code for one in (client, clients[Role.MEMBER])]
                if answers[0] != answers[1]:
                    wrong.append((route.name, role.value, answers))

    assert not wrong, "\n".join(map(str, wrong))


def test_an_undeclared_route_is_found() -> None:
    with pytest.raises(UndeclaredRoute, match="add one"):
        capability_for("somewhere:new")
