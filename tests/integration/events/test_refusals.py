"""What cannot be done with registrations and invitations any more, or not yet, is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from pshub.people.actors import Actor
from pshub.publishing.events import actions
from pshub.publishing.events.actions.inviting import Invitee
from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.problems import EventRefused

Hold = Callable[..., EventPage]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(EventRefused) as refused:
        act()
    return refused.value.code


def come(event: EventPage, name: str, by: Actor) -> Registration:
    return actions.register(event=event, name=name, email=f"{name}@example.org", by=by)


def test_nobody_is_entered_by_hand_for_what_is_called_off_or_over(hold_event: Hold, by: Actor) -> None:
    event = hold_event()
    enter = {"event": event, "name": "Ada", "email": "ada@example.org", "by": by}
    EventPage.objects.filter(pk=event.pk).update(called_off=True)
    assert code_of(lambda: actions.add_by_hand(**enter)) == "called-off"
    past = timezone.now() - timedelta(days=2)
    EventPage.objects.filter(pk=event.pk).update(called_off=False, begins_at=past, ends_at=past + timedelta(hours=1))

    assert code_of(lambda: actions.add_by_hand(**enter)) == "over"
    assert not Registration.objects.exists()


def test_an_invitation_works_once_and_in_its_time(hold_event: Hold, by: Actor) -> None:
    event = hold_event(registration="invitation")
    soon = timezone.now() + timedelta(days=1)
    used, late = actions.invite(
        event=event, people=[Invitee("Ada", "ada@example.org"), Invitee("Bo", "bo@example.org")], expires_at=soon, by=by
    )
    actions.register(event=event, name="Ada", email="ada@example.org", invitation=used, by=by)
    actions.withdraw_invitation(invitation=late, by=by)

    for invitation, name, code in ((used, "Cy", "invitation-used"), (late, "Bo", "invitation-expired")):
        answers = {"event": event, "name": name, "email": f"{name}@example.org", "invitation": invitation, "by": by}
        assert code_of(lambda answers=answers: actions.register(**answers)) == code  # type: ignore[misc]
    gone = {"event": event, "people": [Invitee("Di", "di@example.org")], "expires_at": timezone.now(), "by": by}
    assert code_of(lambda: actions.invite(**gone)) == "no-time"
    assert Registration.objects.count() == 1


def test_what_was_decided_or_taken_place_stays(hold_event: Hold, by: Actor) -> None:
    event = hold_event(capacity=1)
    seated, waiting = come(event, "ada", by), come(event, "bo", by)

    assert code_of(lambda: actions.take_up(registration=waiting, by=by)) == "no-offer"
    assert code_of(lambda: actions.approve(registration=seated, by=by)) == "decided-already"
    assert code_of(lambda: actions.decline(registration=seated, by=by)) == "decided-already"
    assert actions.take_up(registration=seated, by=by).state == "confirmed"
    assert actions.cancel(registration=waiting, by=by).state == "cancelled"
    assert actions.cancel(registration=waiting, by=by).state == "cancelled"
    Registration.objects.filter(pk=seated.pk).update(checked_in_at=timezone.now())
    assert code_of(lambda: actions.withdraw(registration=seated, by=by)) == "over"
