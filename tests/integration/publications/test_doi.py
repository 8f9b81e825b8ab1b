"""DOIs are registered, kept in step with what is published, and say what is wrong where they are not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pshub.delivery.models import OutboxMessage
from pshub.delivery.tasks import deliver
from pshub.people.actors import Actor
from pshub.people.groups import follow_roles
from pshub.people.models import AuditEntry, User
from pshub.people.permissions import NotPermitted
from pshub.people.roles import Role
from pshub.publishing.publications.actions import change_publication, publish, unpublish
from pshub.publishing.publications.citing.reference import reference_of
from pshub.publishing.publications.doi import planning, sending
from pshub.publishing.publications.doi.actions import request_doi, send_again
from pshub.publishing.publications.doi.metadata import problems
from pshub.publishing.publications.doi.models import DoiRecord
from pshub.publishing.publications.doi.problems import DoiProblem
from pshub.publishing.publications.doi.topics import PLAN, SEND
from pshub.publishing.publications.models import PublicationPage
from pshub.publishing.publications.oai import keeping
from support.registrar import FakeRegistrar, fake_registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(settings: Any) -> Iterator[FakeRegistrar]:
    with fake_registrar() as server:
        settings.DATACITE_URL = server.url
        settings.DATACITE_USER, settings.DATACITE_PASSWORD = "HUB.ONE", "sesame"
        settings.DOI_PREFIX, settings.DOI_DRY_RUN = "10.12345", False
        yield server


@pytest.fixture
def published(draft_report: Callable[..., PublicationPage], by: Actor) -> PublicationPage:
    authors = [{"name": "Ada Okafor", "orcid": "0000-0002-1825-0097"}, {"name": "Office for Local Inquiry"}]
    page = draft_report(authors=authors, slug="libraries")
    publish(page=page, by=by, confirm_all=True)
    return PublicationPage.objects.get(pk=page.pk)


def signed_in(client: Client, user: User) -> None:
    """Sign somebody in with a second factor."""
    follow_roles(user.pk)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session.save()


def work() -> None:
    """Do what waits in the outbox for DOIs, once each, also what failed before."""
    for topic in (PLAN, SEND):
        waiting = OutboxMessage.objects.filter(topic=topic, state=OutboxMessage.State.WAITING)
        for key in list(waiting.values_list("pk", flat=True)):
            OutboxMessage.objects.filter(pk=key).update(due_at=timezone.now())
            deliver.call(key)


def look_again() -> None:
    """Let the time come at which the registrar is asked again."""
    DoiRecord.objects.update(next_check_at=timezone.now() - timedelta(seconds=1))
    sending.look_again()


def states() -> dict[str, str]:
    return dict(DoiRecord.objects.values_list("doi", "state"))


def test_a_publication_and_its_version_get_dois_that_name_each_other(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor
) -> None:
    own = request_doi(page=published, by=by)
    assert request_doi(page=published, by=by) == own
    work()

    assert states() == {own.doi: "findable", f"{own.doi}.v1": "findable"}
    shown, version = registrar.dois[own.doi], registrar.dois[f"{own.doi}.v1"]
    assert shown["url"] == "http://127.0.0.1:8000/publications/libraries/"
    assert version["url"] == "http://127.0.0.1:8000/publications/libraries/versions/1/"
    assert [(one["relationType"], one["relatedIdentifier"]) for one in shown["relatedIdentifiers"]] == [
        ("HasVersion", f"{own.doi}.v1")
    ]
    assert [(one["relationType"], one["relatedIdentifier"]) for one in version["relatedIdentifiers"]] == [
        ("IsVersionOf", own.doi)
    ]
    assert shown["creators"][0]["nameIdentifiers"][0]["nameIdentifier"] == "https://orcid.org/0000-0002-1825-0097"
    assert not problems(DoiRecord.objects.get(doi=own.doi).payload)
    # A draft is made first.
    assert [told.get("event") for _method, doi, told in registrar.requests if doi == own.doi] == [None, None]
    assert [method for method, doi, _told in registrar.requests if doi == own.doi] == ["PUT", "PUT"]

    look_again()
    assert all(record.settled for record in DoiRecord.objects.all())
    assert reference_of(published).doi == own.doi


def test_a_new_version_gets_its_own_doi_and_a_minor_change_none(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor
) -> None:
    own = request_doi(page=published, by=by)
    work()
    change_publication(page=published, title="A better title", by=by)
    publish(page=published, by=by, change_note="Better title.", confirm_all=True)
    change_publication(page=published, summary="What people told us, spelt right.", by=by)
    publish(page=published, by=by, minor=True, confirm_all=True)
    work()

    assert set(registrar.dois) == {own.doi, f"{own.doi}.v1", f"{own.doi}.v2"}
    assert registrar.dois[own.doi]["version"] == "2.1"
    assert registrar.dois[own.doi]["titles"][0]["title"] == "A better title"
    assert registrar.dois[f"{own.doi}.v1"]["titles"][0]["title"] == "What libraries are for"
    relations = {
        (one["relationType"], one["relatedIdentifier"]) for one in registrar.dois[f"{own.doi}.v1"]["relatedIdentifiers"]
    }
    assert ("IsPreviousVersionOf", f"{own.doi}.v2") in relations

    unpublish(page=published, by=by)
    work()
    assert {doi["state"] for doi in registrar.dois.values()} == {"registered"}
    assert set(states().values()) == {"registered"}


def test_a_refusal_is_kept_with_what_to_do_and_not_tried_again_by_itself(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor, client: Client, make_account: Callable[..., User]
) -> None:
    registrar.refuse = "This value is not allowed"
    own = request_doi(page=published, by=by)
    work()
    own.refresh_from_db()
    assert (own.state, own.error_code) == ("new", "refused")
    assert own.error == "creators: This value is not allowed (422)"
    asked = len(registrar.requests)
    look_again()
    work()
    assert len(registrar.requests) == asked

    signed_in(client, make_account(Role.EDITOR))
    page = client.get(reverse("studio_dois:publication", args=[published.pk])).content.decode()
    assert "creators: This value is not allowed (422)" in page
    assert "put it right in the publication, publish, and send it again" in page
    assert "creators: This value" in client.get(reverse("studio_dois:all")).content.decode()

    registrar.refuse = ""
    assert client.post(reverse("studio_dois:publication", args=[published.pk]), {"send": own.pk}).status_code == 302
    work()
    own.refresh_from_db()
    assert (own.state, own.error) == ("findable", "")
    assert AuditEntry.objects.filter(verb="doi.refused").exists()


@pytest.mark.parametrize("trouble", [[503], [0], [1], [429, 500]])
def test_a_registrar_in_trouble_is_asked_again_until_it_has_it_once(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor, trouble: list[int]
) -> None:
    """Also where it did what was asked and its answer was lost, as after a crash of ours."""
    own = request_doi(page=published, by=by)
    registrar.fail = trouble
    work()
    own.refresh_from_db()
    assert own.error_code == "unreachable"
    work()
    work()
    own.refresh_from_db()
    assert (own.state, own.error_code) == ("findable", "")
    assert set(registrar.dois) == {own.doi, f"{own.doi}.v1"}


def test_a_wrong_password_is_told_apart(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor, settings: Any
) -> None:
    settings.DATACITE_PASSWORD = "guess"
    own = request_doi(page=published, by=by)
    work()
    own.refresh_from_db()

    assert (own.error_code, own.state) == ("credentials", "new")


def test_a_doi_is_looked_at_until_the_registrar_shows_what_was_sent(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor
) -> None:
    own = request_doi(page=published, by=by)
    work()
    registrar.stale[own.doi] = registrar.dois[own.doi] | {"url": "https://elsewhere.example.org/"}
    look_again()
    own.refresh_from_db()
    assert not own.settled
    look_again()
    work()
    registrar.stale.clear()
    look_again()
    own.refresh_from_db()
    assert own.settled
    asked = len(registrar.requests)
    look_again()
    assert len(registrar.requests) == asked


def test_a_doi_that_was_registered_reaches_those_who_harvest_and_who_cite(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor, client: Client
) -> None:
    own = request_doi(page=published, by=by)
    work()
    keeping.refresh([published.pk])

    assert (
        f"https://doi.org/{own.doi}"
        in client.get("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content.decode()
    )
    shown = client.get("/publications/libraries/")
    assert f'<https://doi.org/{own.doi}>; rel="cite-as"' in shown["Link"]
    assert f'<meta name="citation_doi" content="{own.doi}">' in shown.content.decode()
    version = client.get("/publications/libraries/versions/1/")
    assert f'<https://doi.org/{own.doi}.v1>; rel="cite-as"' in version["Link"]
    assert f"https://doi.org/{own.doi}.v1" in client.get("/publications/libraries/cite.txt?version=1").content.decode()


def test_what_does_not_fit_the_schema_is_not_sent(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor
) -> None:
    own = request_doi(page=published, by=by)
    DoiRecord.objects.filter(pk=own.pk).update(payload=own.payload | {"creators": []})
    work()
    own.refresh_from_db()

    assert own.error_code == "invalid"
    assert own.error.startswith("creators:")
    assert not [doi for _method, doi, _told in registrar.requests if doi == own.doi]


def test_a_dry_run_writes_what_it_would_send_and_shows_no_doi(
    published: PublicationPage, by: Actor, settings: Any, tmp_path: Path
) -> None:
    settings.DATA, settings.DOI_DRY_RUN, settings.DOI_PREFIX = tmp_path, True, ""
    own = request_doi(page=published, by=by)
    work()

    assert set(states().values()) == {"written"}
    written = {path.name: json.loads(path.read_text()) for path in (tmp_path / "doi-dry-run").iterdir()}
    assert set(written) == {f"{doi.replace('/', '_')}.json" for doi in states()}
    asked = written[f"{own.doi.replace('/', '_')}.json"]
    assert (asked["method"], asked["url"]) == ("PUT", f"https://api.test.datacite.org/dois/{own.doi}")
    assert asked["body"]["data"]["attributes"]["titles"] == [{"title": "What libraries are for", "lang": "en"}]
    assert own.doi.startswith("10.5072/")
    assert reference_of(published).doi == ""


def test_after_dry_runs_the_dois_are_registered_under_the_hubs_own_prefix(
    registrar: FakeRegistrar, published: PublicationPage, by: Actor, settings: Any, tmp_path: Path
) -> None:
    settings.DATA, settings.DOI_DRY_RUN, settings.DOI_PREFIX = tmp_path, True, ""
    request_doi(page=published, by=by)
    work()
    look_again()
    assert not registrar.requests
    settings.DOI_DRY_RUN, settings.DOI_PREFIX = False, "10.12345"
    look_again()
    work()

    assert len(registrar.dois) == 2
    assert all(doi.startswith("10.12345/hub.") for doi in registrar.dois)
    assert {told["relatedIdentifiers"][0]["relatedIdentifier"] for told in registrar.dois.values()} == set(
        registrar.dois
    )


def test_dois_are_asked_for_by_those_who_publish_of_what_is_published(
    registrar: FakeRegistrar,
    published: PublicationPage,
    draft_report: Callable[..., PublicationPage],
    by: Actor,
    settings: Any,
) -> None:
    with pytest.raises(NotPermitted):
        request_doi(page=published, by=Actor.participant("somebody"))
    with pytest.raises(DoiProblem, match="is not published here"):
        request_doi(page=draft_report(slug="draft"), by=by)
    record = request_doi(page=published, by=by)
    with pytest.raises(NotPermitted):
        send_again(record=record, by=Actor.participant("somebody"))
    settings.DOI_PREFIX = ""
    with pytest.raises(DoiProblem, match="PSHUB_DOI_PREFIX"):
        request_doi(page=published, by=by)
    assert not planning.plan(draft_report(slug="another"))
