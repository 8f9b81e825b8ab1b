"""Findings in the studio: seen by those who work there, never edited."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from pshub.evidence import actions
from pshub.evidence.models import Finding
from pshub.evidence.package import verify_package
from pshub.evidence.querysets import findings, standing
from pshub.evidence.recomputation import installed_kind
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, RoleAssignment, User
from pshub.people.roles import Role


@pytest.fixture
def as_role(client: Client, db: None) -> Any:
    """Sign somebody in with a role, past the second factor."""

    def sign_in(role: Role) -> Client:
        user = User.objects.create_user(f"{role.value}@example.org", "a long password")
        RoleAssignment.objects.create(user=user, role=role)
        client.force_login(user)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
        session.save()
        return client

    return sign_in


def test_findings_are_listed_and_looked_at_but_there_is_no_way_to_edit_one(as_role: Any, sealed: Finding) -> None:
    client = as_role(Role.FACILITATOR)
    listed = client.get(reverse("studio_findings:index"))
    assert "How people want to travel" in listed.content.decode()
    looked_at = client.get(reverse("studio_findings:inspect", args=[sealed.pk])).content.decode()
    assert sealed.digest in looked_at
    assert "Withdraw this finding" not in looked_at
    for route in ("add", "edit", "delete", "copy"):
        with pytest.raises(NoReverseMatch):
            reverse(f"studio_findings:{route}", args=[] if route == "add" else [sealed.pk])


def test_an_analyst_withdraws_with_a_reason(as_role: Any, sealed: Finding) -> None:
    client = as_role(Role.ANALYST)
    address = reverse("studio_findings:withdraw", args=[sealed.pk])
    assert "This cannot be undone" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 200
    assert client.post(address, {"reason": "Counted twice"}).status_code == 302
    assert standing(findings().get(pk=sealed.pk)).hidden
    assert AuditEntry.objects.get(verb="finding.withdrawn").actor == "analyst@example.org"
    again = client.post(address, {"reason": "Once more"})
    assert "withdrawn already" in again.content.decode()
    assert "Counted twice" in client.get(reverse("studio_findings:inspect", args=[sealed.pk])).content.decode()


def test_who_may_not_withdraw_or_take_the_source_is_kept_out(as_role: Any, sealed: Finding) -> None:
    client = as_role(Role.FACILITATOR)
    withdraw = reverse("studio_findings:withdraw", args=[sealed.pk])
    assert client.post(withdraw, {"reason": "No"}).status_code in {302, 403}
    assert not standing(findings().get(pk=sealed.pk)).hidden
    assert client.post(reverse("studio_findings:restricted", args=[sealed.pk])).status_code in {302, 403}
    assert not AuditEntry.objects.filter(verb="finding.restricted_package_taken").exists()


def test_an_analyst_takes_the_restricted_package_by_post(as_role: Any, sealed: Finding) -> None:
    client = as_role(Role.ANALYST)
    address = reverse("studio_findings:restricted", args=[sealed.pk])
    assert client.get(address).status_code == 405
    response = client.post(address)
    assert "RESTRICTED" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert verify_package(response.content, kind_of=installed_kind).verdict.value == "match"
    assert AuditEntry.objects.get(verb="finding.restricted_package_taken").actor == "analyst@example.org"


def test_a_restricted_package_of_a_withdrawn_finding_is_refused_in_words(
    as_role: Any, sealed: Finding, analyst: Actor
) -> None:
    client = as_role(Role.ANALYST)
    actions.withdraw(finding=sealed, reason="Wrong", by=analyst)
    response = client.post(reverse("studio_findings:restricted", args=[sealed.pk]), follow=True)
    assert "there is no package of it" in response.content.decode()


def test_the_chooser_offers_what_can_be_shown(
    as_role: Any, sealed: Finding, public_finding: Finding, analyst: Actor
) -> None:
    client = as_role(Role.EDITOR)
    actions.withdraw(finding=sealed, reason="Wrong", by=analyst)
    content = client.get(reverse("finding_chooser:choose")).json()["html"]
    assert "How the council voted" in content
    assert "How people want to travel" not in content
    results = client.get(reverse("finding_chooser:choose_results"))
    assert "How the council voted" in results.content.decode()


def test_the_list_asks_the_database_equally_often_however_many_findings_there_are(
    as_role: Any, sealed: Finding, analyst: Actor, django_assert_max_num_queries: Any
) -> None:
    import ballots

    client = as_role(Role.ANALYST)
    counts = []
    for size in (1, 15):
        for number in range(size):
            actions.seal(
                kind="ballot",
                files=ballots.ballot_files({"a": 20 + number + size}),
                parameters={},
                title=f"{size}-{number}",
                by=analyst,
            )
        client.get(reverse("studio_findings:index"))
        with django_assert_max_num_queries(20) as queries:
            client.get(reverse("studio_findings:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
