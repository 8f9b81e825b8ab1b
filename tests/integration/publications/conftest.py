"""A kind of finding that needs no method of ours, and a hub to publish in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from wagtail.models import Page

from pshub.evidence import actions, kinds
from pshub.evidence.kinds import Column, Figure, FindingKind, Table
from pshub.evidence.models import Finding
from pshub.inquiries.actions import create_inquiry
from pshub.inquiries.models import Inquiry
from pshub.methods.canonical import canonical_json
from pshub.methods.method import Method
from pshub.people.actors import Actor
from pshub.people.models import RoleAssignment, User
from pshub.people.roles import Role
from pshub.publishing.publications.actions import create_publication
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage

BY = Actor.system("tests")


class Headcount(FindingKind):
    """Visits to libraries, as public as can be."""

    name = "headcount"
    title = "Visits to libraries"
    restricted = False
    explanation_template = "evidence/check.html"

    @property
    def method(self) -> Method:
        return Method(name="headcount", version="1.0", constants={})

    def compute(self, files: Any, parameters: Mapping[str, Any], *, progress: Any = None) -> dict[str, Any]:
        return {"rows": json.loads(files["rows.json"])}

    def release(self, result: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        return dict(result)

    def derive(self, released: Mapping[str, Any]) -> dict[str, Any]:
        return dict(released)

    def tables(self, released: Mapping[str, Any]) -> list[Table]:
        columns = (
            Column("library", "Library"),
            Column("visits", "Visits", "integer"),
            Column("share", "Share of visits", "number", "share"),
            Column("again", "Would come again", "integer", "%"),
        )
        return [Table("visits", "Visits by library", columns, tuple(tuple(row) for row in released["rows"]))]

    def figures(self, released: Mapping[str, Any]) -> list[Figure]:
        return [Figure("bars", "Visits by library", {"mark": "bar"}, "Northgate had most visits.", "visits")]


ROWS = [["Northgate", 12345, 0.66, 47], ["South & East", 305, 0.34, None]]


@pytest.fixture(autouse=True)
def headcount() -> Iterator[None]:
    """The kind, registered for the test alone."""
    kinds.register(Headcount())
    yield
    kinds._kinds.pop("headcount")


@pytest.fixture
def by() -> Actor:
    """Somebody who may do everything."""
    return BY


@pytest.fixture
def seal_visits(db: None) -> Callable[..., Finding]:
    """Seal a finding over rows of visits."""
    return seal


@pytest.fixture
def draft_report(shelf: PublicationIndexPage, finding: Finding) -> Callable[..., PublicationPage]:
    """Draft a report, with a text or other fields of its own."""
    return partial(draft, shelf, finding)


@pytest.fixture
def make_account(db: None) -> Callable[..., User]:
    """Give somebody an account with a role."""
    return account


def seal(rows: list[list[Any]], title: str = "Visits in spring") -> Finding:
    """Return a finding over these rows."""
    return actions.seal(kind="headcount", files={"rows.json": canonical_json(rows)}, parameters={}, title=title, by=BY)


@pytest.fixture
def finding(db: None) -> Finding:
    """A finding with two libraries in it."""
    return seal(ROWS)


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    """An inquiry to publish about."""
    return create_inquiry(title="Libraries", slug="libraries", question="What are libraries for?", by=BY)


@pytest.fixture
def shelf(db: None) -> PublicationIndexPage:
    """The list of publications, at the top of the site."""
    home = Page.objects.get(depth=2)
    return home.add_child(instance=PublicationIndexPage(title="Publications", slug="publications"))


@pytest.fixture
def report(shelf: PublicationIndexPage, finding: Finding, inquiry: Inquiry) -> PublicationPage:
    """A drafted report with a bound number and a figure."""
    return draft(shelf, finding, inquiry=inquiry)


def draft(shelf: PublicationIndexPage, finding: Finding, *, text: str = "", **fields: Any) -> PublicationPage:
    """Return a drafted report."""
    token = f"{{{{ finding:{finding.digest[:12]}/visits/Northgate/visits }}}}"
    defaults: dict[str, Any] = {
        "title": "What libraries are for",
        "summary": "What people told us.",
        "body": [
            ("heading", "What we heard"),
            ("text", text or f"<p>Northgate had {token} visits.</p>"),
            ("finding", {"finding": finding.pk, "figure": "bars", "caption": "Visits", "show_table": True}),
        ],
        "by": BY,
    }
    return create_publication(parent=shelf, **(defaults | fields))


def account(role: Role, *, superuser: bool = False) -> User:
    """Return somebody with a role."""
    user = User.objects.create_user(f"{role.value}@example.org", "a long password", is_superuser=superuser)
    RoleAssignment.objects.create(user=user, role=role)
    return user
