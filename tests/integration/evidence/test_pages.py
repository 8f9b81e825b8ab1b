"""The pages and downloads under /evidence/."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import ballots
import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from pshub.delivery.models import OutboxMessage
from pshub.evidence import actions, handlers, snapshots
from pshub.evidence.models import Citation, Finding, Verification
from pshub.evidence.package import verify_package
from pshub.evidence.pictures import Picture
from pshub.evidence.recomputation import installed_kind
from pshub.people.actors import Actor
from pshub.people.models import RoleAssignment, User
from pshub.people.roles import Role

Capture = Callable[..., Any]


@pytest.fixture(autouse=True)
def empty_limits() -> Iterator[None]:
    """Count requests anew in each test."""
    caches["limits"].clear()
    yield
    caches["limits"].clear()


@pytest.fixture
def drawn(sealed: Finding) -> Finding:
    """A finding whose figures the worker has drawn."""
    handlers.draw_finding({"digest": sealed.digest})
    return sealed


def addresses(digest: str) -> dict[str, str]:
    return {
        "detail": reverse("evidence:detail", args=[digest]),
        "csv": reverse("evidence:table", args=[digest, "options"]),
        "data": reverse("evidence:data", args=[digest]),
        "svg": reverse("evidence:figure", args=[digest, "bars", "svg"]),
        "png": reverse("evidence:figure", args=[digest, "bars", "png"]),
        "specification": reverse("evidence:figure", args=[digest, "bars", "json"]),
        "package": reverse("evidence:package", args=[digest]),
    }


def publish(finding: Finding, *, title: str = "One year of libraries", live: bool = True) -> Page:
    page = Page(title=title, live=live)
    Page.objects.get(depth=1).add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    by = Actor.system("a test")
    cited = [actions.Cited(finding), actions.Cited(finding, cell="options/buses/votes", value="40")]
    actions.cite(page=page, revision=revision, cited=cited, by=by)
    return page


def test_the_page_shows_figure_table_method_parameters_and_digests(client: Client, drawn: Finding) -> None:
    content = client.get(drawn.get_absolute_url()).content.decode()
    assert "How people want to travel" in content
    assert addresses(drawn.digest)["svg"] in content
    assert "A bar for each option" in content
    assert "62%" in content
    assert "not shown" in content
    assert "We count the votes for each option." in content
    assert "weight" in content
    for digest in (drawn.digest, drawn.snapshot.digest, drawn.released_digest, drawn.commitment):
        assert digest in content


def test_neither_page_nor_download_tells_the_exact_result_or_its_digest(client: Client, drawn: Finding) -> None:
    for address in addresses(drawn.digest).values():
        content = client.get(address).content
        assert drawn.result_digest.encode() not in content
        assert b'"votes":23' not in content
        assert b"p1," not in content


def test_a_figure_that_is_not_drawn_yet_leaves_its_table(client: Client, sealed: Finding) -> None:
    content = client.get(sealed.get_absolute_url()).content.decode()
    assert "<img" not in content
    assert "Votes by option" in content
    assert client.get(addresses(sealed.digest)["svg"]).status_code == 404


def test_downloads_are_what_they_say(client: Client, drawn: Finding) -> None:
    where = addresses(drawn.digest)
    assert (
        client.get(where["csv"]).content
        == b"option,votes,share\r\nboats,,\r\nbuses,40,0.615385\r\nvans,25,0.384615\r\n"
    )
    data = client.get(where["data"]).json()
    assert data["released"] == json.loads(drawn.released_json)
    assert "result_digest" not in data
    assert client.get(where["specification"]).json()["mark"] == "bar"
    assert client.get(where["png"]).content.startswith(b"\x89PNG")
    report = verify_package(client.get(where["package"]).content, kind_of=installed_kind)
    assert report.verdict.value == "match"


def test_a_picture_is_sent_with_a_strict_policy_and_asked_for_again_only_when_changed(
    client: Client, drawn: Finding
) -> None:
    response = client.get(addresses(drawn.digest)["svg"])
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    again = client.get(addresses(drawn.digest)["svg"], headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["csv", "svg", "specification"])
def test_what_a_finding_does_not_have_is_not_found(client: Client, drawn: Finding, name: str) -> None:
    address = addresses(drawn.digest)[name].replace("options", "nothing").replace("bars", "nothing")
    assert client.get(address).status_code == 404


def test_an_unknown_address_is_not_found(client: Client, db: None) -> None:
    assert [client.get(address).status_code for address in addresses("0" * 64).values()] == [404] * 7


def test_a_withdrawn_finding_shows_its_reason_and_digest_and_nothing_else(
    client: Client, drawn: Finding, analyst: Actor
) -> None:
    publish(drawn)
    actions.withdraw(finding=drawn, reason="We asked the wrong question.", by=analyst)
    response = client.get(drawn.get_absolute_url())
    content = response.content.decode()
    assert "We asked the wrong question." in content
    assert drawn.digest in content
    for hidden in ("Recompute", "62%", "<img", "Downloads", "We count the votes", "One year of libraries", "weight"):
        assert hidden not in content
    for name, address in addresses(drawn.digest).items():
        assert client.get(address).status_code == (200 if name == "detail" else 404)
    assert client.post(reverse("evidence:recompute", args=[drawn.digest])).status_code == 404


def test_a_finding_that_is_not_public_is_seen_by_analysts_only(client: Client, db: None, analyst: Actor) -> None:
    finding = actions.seal(
        kind="ballot",
        files=ballots.ballot_files({"a": 20}),
        parameters={},
        title="Not yet",
        public=False,
        by=analyst,
    )
    assert client.get(finding.get_absolute_url()).status_code == 404
    assert "Not yet" not in client.get(reverse("evidence:list")).content.decode()
    user = User.objects.create_user("ann@example.org", "a long password")
    RoleAssignment.objects.create(user=user, role=Role.ANALYST)
    client.force_login(user)
    assert client.get(finding.get_absolute_url()).status_code == 404, "a password alone opened it"
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session.save()
    assert "Only analysts see this page" in client.get(finding.get_absolute_url()).content.decode()


def test_citing_a_finding_makes_it_public(client: Client, db: None, analyst: Actor) -> None:
    finding = actions.seal(
        kind="ballot", files=ballots.ballot_files({"a": 20}), parameters={}, title="Cited", public=False, by=analyst
    )
    publish(finding)
    assert client.get(finding.get_absolute_url()).status_code == 200


def test_the_page_tells_where_it_is_cited_but_only_public_pages(client: Client, sealed: Finding) -> None:
    publish(sealed, title="A published report")
    publish(sealed, title="A hidden draft", live=False)
    content = client.get(sealed.get_absolute_url()).content.decode()
    assert "A published report" in content
    assert "options, buses, votes" in content
    assert "A hidden draft" not in content


def test_citing_again_replaces_the_citations_of_that_revision(sealed: Finding, analyst: Actor) -> None:
    page = publish(sealed)
    actions.cite(page=page, revision=page.live_revision, cited=[actions.Cited(sealed)], by=analyst)
    assert list(Citation.objects.values_list("cell", flat=True)) == [""]


def test_a_superseded_finding_leads_to_the_newer(client: Client, sealed: Finding, analyst: Actor) -> None:
    newer = actions.seal(kind="ballot", files=ballots.ballot_files({"a": 20}), parameters={}, title="Newer", by=analyst)
    actions.supersede(finding=sealed, successor=newer, by=analyst)
    content = client.get(sealed.get_absolute_url()).content.decode()
    assert "A newer result exists" in content
    assert newer.get_absolute_url() in content
    assert "62%" in content


def test_an_erased_source_is_told_and_the_tables_stay(client: Client, sealed: Finding, analyst: Actor) -> None:
    actions.erase_snapshot(snapshot=sealed.snapshot, reason="Somebody asked.", by=analyst)
    content = client.get(sealed.get_absolute_url()).content.decode()
    assert "The source of this finding was erased" in content
    assert "Somebody asked." in content
    assert "62%" in content


def test_a_finding_of_a_kind_that_is_gone_says_so(
    client: Client, sealed: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pshub.evidence import kinds

    monkeypatch.delitem(kinds._kinds, "ballot")
    assert "not installed on this hub" in client.get(sealed.get_absolute_url()).content.decode()
    assert client.get(addresses(sealed.digest)["csv"]).status_code == 404


def test_a_visitor_has_a_finding_recomputed_and_reads_the_verdict(
    client: Client, sealed: Finding, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks() as jobs:
        response = client.post(reverse("evidence:recompute", args=[sealed.digest]), follow=True)
    assert "Queued" in response.content.decode()
    assert 'hx-trigger="load delay:2s"' in response.content.decode()
    for job in jobs:
        job()
    content = client.get(sealed.get_absolute_url()).content.decode()
    assert "Match" in content
    assert "every number is the same" in content
    assert "hx-trigger" not in content


def test_a_page_with_htmx_gets_the_verdict_alone(client: Client, sealed: Finding) -> None:
    address = reverse("evidence:verdict", args=[sealed.digest])
    part = client.get(address, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b'id="verdict"' in part.content
    assert client.get(address).status_code == 302
    posted = client.post(reverse("evidence:recompute", args=[sealed.digest]), headers={"HX-Request": "true"})
    assert b"<html" not in posted.content
    assert b"Queued" in posted.content


def test_a_recomputation_is_asked_for_by_post_only(client: Client, sealed: Finding) -> None:
    assert client.get(reverse("evidence:recompute", args=[sealed.digest])).status_code == 405


def test_there_is_one_job_for_each_digest_at_a_time(client: Client, sealed: Finding) -> None:
    for _ in range(3):
        client.post(reverse("evidence:recompute", args=[sealed.digest]))
    jobs = OutboxMessage.objects.filter(topic="evidence.recompute")
    assert jobs.count() == 1
    jobs.update(state=OutboxMessage.State.DONE, finished_at=timezone.now())
    client.post(reverse("evidence:recompute", args=[sealed.digest]))
    assert jobs.count() == 2


def test_a_job_that_failed_can_be_asked_for_again(client: Client, sealed: Finding) -> None:
    client.post(reverse("evidence:recompute", args=[sealed.digest]))
    jobs = OutboxMessage.objects.filter(topic="evidence.recompute")
    jobs.update(state=OutboxMessage.State.FAILED, finished_at=timezone.now())
    client.post(reverse("evidence:recompute", args=[sealed.digest]))
    assert jobs.filter(state=OutboxMessage.State.WAITING).count() == 1


def test_recomputing_is_rate_limited(client: Client, sealed: Finding, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "recompute": (2, 600)}
    address = reverse("evidence:recompute", args=[sealed.digest])
    assert [client.post(address).status_code for _ in range(3)] == [302, 302, 429]


@pytest.mark.parametrize(
    ("field", "change", "verdict"),
    [
        ("parameters_json", ('"weight":1', '"weight":2'), "Differs"),
        ("method_json", ('"minimum":10', '"minimum":11'), "Method changed"),
        ("released_json", ('"votes":40', '"votes":45'), "Differs"),
        ("result_json", ('"votes":40', '"votes":41'), "Differs"),
        ("title", ("travel", "walk"), "Damaged"),
        ("commitment", ("", "0"), "Damaged"),
        ("parameters_json", ("{", "["), "Damaged"),
    ],
)
def test_each_alteration_of_the_database_gets_its_verdict_on_the_page(
    client: Client, sealed: Finding, field: str, change: tuple[str, str], verdict: str
) -> None:
    before = getattr(sealed, field)
    altered = before.replace(*change) if change[0] else change[1] * 64
    assert altered != before
    Finding.objects.filter(pk=sealed.pk).update(**{field: altered})
    handlers.recompute({"digest": sealed.digest})
    verification = Verification.objects.get()
    assert str(verification) == verdict
    if field != "parameters_json" or "[" not in altered:
        assert verdict in client.get(sealed.get_absolute_url()).content.decode()


def test_an_altered_byte_of_the_stored_source_is_damage_on_the_page(
    client: Client, sealed: Finding, own_store: Any
) -> None:
    file = next(path for path in own_store.rglob("*.zip"))
    file.chmod(0o600)
    file.write_bytes(file.read_bytes().replace(b"buses", b"busts", 1))
    handlers.recompute({"digest": sealed.digest})
    assert "Damaged" in client.get(sealed.get_absolute_url()).content.decode()


def test_a_difference_in_the_restricted_part_is_told_without_its_numbers(client: Client, sealed: Finding) -> None:
    altered = sealed.result_json.replace('"votes":4}', '"votes":77}')
    Finding.objects.filter(pk=sealed.pk).update(result_json=altered)
    handlers.recompute({"digest": sealed.digest})
    content = client.get(sealed.get_absolute_url()).content.decode()
    assert "The difference lies in the restricted part" in content
    assert "77" not in json.dumps(Verification.objects.get().detail["difference"])


def test_a_difference_in_the_public_part_is_told_with_its_numbers(client: Client, sealed: Finding) -> None:
    Finding.objects.filter(pk=sealed.pk).update(released_json=sealed.released_json.replace('"votes":40', '"votes":45'))
    handlers.recompute({"digest": sealed.digest})
    content = client.get(sealed.get_absolute_url()).content.decode()
    assert "at $.options[1].votes the stored value is 45; computed again it is 40" in content


def test_an_erased_source_gives_the_verdict_source_erased(sealed: Finding, analyst: Actor) -> None:
    actions.erase_snapshot(snapshot=sealed.snapshot, reason="Asked", by=analyst)
    snapshots.remove(sealed.snapshot.digest)
    handlers.recompute({"digest": sealed.digest})
    assert Verification.objects.get().verdict == "source-erased"


def test_the_list_is_paged_and_marks_what_was_withdrawn(client: Client, sealed: Finding, analyst: Actor) -> None:
    for number in range(30):
        actions.seal(
            kind="ballot",
            files=ballots.ballot_files({"a": 20 + number}),
            parameters={},
            title=f"Finding number {number}",
            by=analyst,
        )
    actions.withdraw(finding=sealed, reason="Wrong", by=analyst)
    first = client.get(reverse("evidence:list")).content.decode()
    second = client.get(reverse("evidence:list"), {"page": 2}).content.decode()
    assert "Finding number 29" in first
    assert "How people want to travel" not in first
    assert "How people want to travel" in second
    assert "Withdrawn" in second


def test_an_empty_hub_says_when_findings_appear(client: Client, db: None) -> None:
    assert "There are no findings yet" in client.get(reverse("evidence:list")).content.decode()


@pytest.mark.parametrize("name", ["detail", "csv", "svg", "package", "data", "list"])
def test_pages_ask_the_database_equally_often_however_much_there_is(
    client: Client, db: None, analyst: Actor, django_assert_max_num_queries: Any, name: str
) -> None:
    counts: list[int] = []
    for size in (10, 1000):
        votes = {f"option {number}": 10 for number in range(size)}
        finding = actions.seal(
            kind="ballot", files=ballots.ballot_files(votes), parameters={}, title=f"{size} options", by=analyst
        )
        actions.keep_pictures(finding=finding, pictures=[Picture("bars", "svg", b"<svg/>")], by=analyst)
        publish(finding, title=f"Report on {size}")
        for _ in range(3 if size == 1000 else 0):
            handlers.recompute({"digest": finding.digest})
            publish(finding, title="Another report")
        address = reverse("evidence:list") if name == "list" else addresses(finding.digest)[name]
        client.get(address)
        with django_assert_max_num_queries(14) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
