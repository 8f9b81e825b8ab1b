"""An erased account leaves its name nowhere, and what it did stands."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from pshub.inquiries.actions import create_inquiry, give_inquiry_role
from pshub.inquiries.models import InquiryRole, Record
from pshub.people import actions, personal_data
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.roles import Role
from pshub.publishing.publications.models import PublishingCheck

pytestmark = pytest.mark.django_db


def test_an_erased_account_is_named_nowhere() -> None:
    system = Actor.system("test")
    user = User.objects.create_user(email="ada@example.org", password=None, name="Ada Lovelace")
    inquiry = create_inquiry(title="Buses", slug="buses", question="?", by=system)
    give_inquiry_role(inquiry=inquiry, user=user, role=Role.EDITOR, by=system)
    record = Record.objects.create(kind="event", title="Walk", inquiry=inquiry, created_by=user)
    revision = Page.objects.order_by("pk")[0].save_revision()
    check = PublishingCheck.objects.create(revision=revision, checked_by=str(user))
    taken = actions.export_my_data(user=user, by=Actor.user(user))
    assert taken["roles_in_inquiries"] == [{"inquiry": "Buses", "role": "editor"}]
    assert [row["title"] for row in taken["records_made"]] == ["Walk"]
    assert len(taken["checks_of_publications"]) == 1
    assert {"states_of_findings", "versions_published"} <= set(taken)

    actions.erase_account(user=user, by=Actor.user(user))

    check.refresh_from_db()
    record.refresh_from_db()
    assert check.checked_by == personal_data.GONE
    assert record.created_by_id is None
    assert not InquiryRole.objects.exists()
