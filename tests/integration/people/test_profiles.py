"""People and partners on the public site, and in the studio."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from pshub.inquiries import catalogue
from pshub.inquiries.actions import add_partner, create_inquiry
from pshub.people.actions import create_organisation, erase_account, export_my_data
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, Organisation, Profile, RoleAssignment, User
from pshub.people.profiles.actions import create_profile, hide_profile
from pshub.people.roles import Role
from pshub.people.second_factor import DEMO_SESSION

pytestmark = pytest.mark.django_db
BY = Actor.system("tests")
TODAY = timezone.localdate()


@pytest.fixture
def council() -> Organisation:
    return create_organisation(name="Ashwick Council", kind="council", description="Runs the borough.", by=BY)


@pytest.fixture
def editor(settings: Any) -> Client:
    settings.DEMO = True
    user = User.objects.create_user("editor@example.org", name="Edith", demo=True)
    RoleAssignment.objects.create(user=user, role=Role.EDITOR)
    client = Client()
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()
    return client


def someone(name: str, *roles: dict[str, Any], **fields: Any) -> Profile:
    slug = name.lower().replace(" ", "-")
    return create_profile(name=name, slug=slug, roles=roles, by=BY, **fields)


def entries(kind: str) -> list[str]:
    return [entry.title for entry in catalogue.get(kind).entries(None)]


def test_everybody_is_listed_once_by_what_they_are_now(client: Client, council: Organisation) -> None:
    ago, soon = TODAY - timedelta(days=400), TODAY + timedelta(days=400)
    someone("Ada Now", {"kind": "team", "title": "Director", "started_on": ago})
    someone("Ben Lent", {"kind": "secondee", "title": "Analyst", "organisation": council, "ended_on": soon})
    someone("Cy Past", {"kind": "team", "title": "Clerk", "ended_on": ago})
    someone("Di Both", {"kind": "associate"}, {"kind": "team", "title": "Writer", "ended_on": ago})
    someone("Eve Guest")
    someone("Flo Hidden", {"kind": "team"}, public=False)

    page = client.get("/people/")

    listed = {group.name: [(one.profile.name, one.line) for one in group.people] for group in page.context["groups"]}
    assert listed == {
        "team": [("Ada Now", "Director")],
        "associates": [("Di Both", "Associate")],
        "secondees": [("Ben Lent", "Analyst, seconded from Ashwick Council")],
        "former": [("Cy Past", "Clerk")],
    }
    assert [client.get(f"/people/{slug}/").status_code for slug in ("eve-guest", "flo-hidden")] == [200, 404]
    assert "Flo Hidden" not in entries("person")
    assert "Eve Guest" in entries("person")


def test_a_page_tells_roles_over_time_and_never_an_address(client: Client, council: Organisation) -> None:
    user = User.objects.create_user("ada@example.org", name="Ada Now")
    someone(
        "Ada Now",
        {"kind": "team", "title": "Director", "started_on": TODAY.replace(day=1)},
        {
            "kind": "secondee",
            "organisation": council,
            "started_on": TODAY.replace(year=2019),
            "ended_on": TODAY.replace(year=2021),
        },
        user=user,
        biography='<p>Reads <a href="javascript:alert(1)">here</a>.<script>alert(2)</script></p>',
        links=[{"label": "Her page", "url": "https://example.org/ada"}],
    )

    page = client.get("/people/ada-now/").content.decode()

    assert page.index("Director") < page.index("Seconded from Ashwick Council")
    assert "ada@example.org" not in page
    assert "javascript:" not in page
    assert "<script>alert" not in page
    assert 'href="https://example.org/ada"' in page
    assert "2021" in page


def test_an_organisation_has_a_page_while_something_public_names_it(client: Client, council: Organisation) -> None:
    before = client.get("/partners/ashwick-council/").status_code
    inquiry = create_inquiry(title="Libraries", slug="libraries", question="What for?", public=False, by=BY)
    add_partner(inquiry=inquiry, organisation=council, part="Asked the question", by=BY)
    unseen = client.get("/partners/ashwick-council/").status_code
    someone("Ben Lent", {"kind": "secondee", "title": "Analyst", "organisation": council})
    lent = client.get("/partners/ashwick-council/").content.decode()
    type(inquiry).objects.update(public=True)
    seen = client.get("/partners/ashwick-council/").content.decode()

    assert (before, unseen) == (404, 404)
    assert "Ben Lent" in lent
    assert "Asked the question" not in lent
    assert "Asked the question" in seen
    assert "Ashwick Council" in entries("organisation")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"links": [{"label": "x", "url": "javascript:alert(1)"}]}, "javascript:” cannot be linked to"),
        ({"links": [{"label": "x", "url": "example.org"}]}, "not a web address"),
        ({"roles": [{"kind": "secondee"}]}, "which organisation lends"),
        ({"roles": [{"kind": "team", "started_on": TODAY, "ended_on": TODAY - timedelta(days=1)}]}, "before it begins"),
        ({"orcid": "0000-0002-1825-0098"}, "not an ORCID iD"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        create_profile(name="Ada", slug="ada", by=BY, **fields)

    assert words in str(refused.value)
    assert not Profile.objects.exists()
    assert not Revision.objects.exists()


def form(name: str, **more: Any) -> dict[str, Any]:
    empty = {f"{part}-{count}": "0" for part in ("roles", "links") for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {"name": name, "slug": "ada", "biography": "null", "public": "on", **empty, **more}


def test_the_studio_drafts_previews_publishes_hides_and_deletes(editor: Client, client: Client) -> None:
    added = editor.post("/studio/profiles/add/", form("Ada First"))
    profile = Profile.objects.get()
    drafted = client.get("/people/ada/").status_code
    editor.post(f"/studio/profiles/preview/{profile.pk}/", form("Ada Preview"))
    preview = editor.get(f"/studio/profiles/preview/{profile.pk}/")
    editor.post(f"/studio/profiles/edit/{profile.pk}/", form("Ada Second", **{"action-publish": "1"}))
    public = client.get("/people/ada/").content.decode()
    said = set(ModelLogEntry.objects.for_instance(profile).values_list("action", flat=True))
    bulk = editor.post(f"/studio/bulk/people/profile/delete/?id={profile.pk}")
    editor.post(f"/studio/profiles/unpublish/{profile.pk}/")
    hidden = client.get("/people/ada/").status_code
    editor.post(f"/studio/profiles/delete/{profile.pk}/")

    assert (added.status_code, drafted, hidden) == (302, 404, 404)
    assert "Ada Preview" in preview.content.decode()
    assert "Ada Second" in public
    assert {"wagtail.create", "wagtail.publish"} <= said
    assert bulk.status_code == 302
    assert bulk["Location"] == "/studio/"
    assert not Profile.objects.exists()
    assert not ModelLogEntry.objects.filter(label__contains="Ada").exists()


def test_erasing_an_account_takes_the_profile_and_its_drafts_along() -> None:
    user = User.objects.create_user("ada@example.org", name="Ada Now")
    profile = someone("Ada Now", {"kind": "team", "title": "Director"}, user=user)
    key = str(profile.pk)
    taken = export_my_data(user=user, by=BY)["profile"]

    erase_account(user=user, by=BY)

    assert taken["name"] == "Ada Now"
    assert taken["roles"][0]["title"] == "Director"
    assert not Profile.objects.exists()
    assert not Revision.objects.filter(object_id=key, content_type__model="profile").exists()
    assert not ModelLogEntry.objects.filter(label__contains="Ada").exists()


def test_somebody_is_taken_off_the_site_and_their_page_with_them(client: Client) -> None:
    profile = someone("Ada Byron")
    assert client.get("/people/ada-byron/").status_code == 200
    hide_profile(profile=profile, by=BY)

    assert client.get("/people/ada-byron/").status_code == 404
    assert AuditEntry.objects.filter(verb="profile.hidden").count() == 1
