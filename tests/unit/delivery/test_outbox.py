"""What must happen outside the database happens once, after the commit, and again where it failed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from pshub.delivery import outbox, tasks
from pshub.delivery.models import OutboxMessage

pytestmark = pytest.mark.django_db
State = OutboxMessage.State


class Post:
    """Stands for what happens outside: a letter, a file, a call."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.broken = False

    def send(self, payload: dict[str, str]) -> None:
        if self.broken:
            raise ConnectionError("the other side does not answer")
        self.sent.append(payload["to"])


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setattr(outbox, "_handlers", dict(outbox._handlers))
    post = Post()
    outbox.handler("test.letter")(post.send)
    return post


def test_nothing_happens_before_the_commit(post: Post, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as after:
        outbox.enqueue("test.letter", {"to": "ada"}, key="one")
        assert post.sent == []
    for callback in after:
        callback()

    assert post.sent == ["ada"]
    assert OutboxMessage.objects.get().state == State.DONE


def test_a_change_that_is_undone_sends_nothing(post: Post, django_capture_on_commit_callbacks) -> None:
    def change_mind() -> None:
        with transaction.atomic():
            outbox.enqueue("test.letter", {"to": "ada"}, key="one")
            raise ValueError("no")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValueError, match="no"):
        change_mind()

    assert post.sent == []
    assert not OutboxMessage.objects.exists()


def test_a_change_stays_and_is_followed_up_when_the_queue_cannot_be_written_to(
    post: Post, django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Busy:
        def enqueue(self, message_id: int) -> None:
            raise OperationalError("database is locked")

    with monkeypatch.context() as busy:
        busy.setattr(tasks, "deliver", Busy())
        with django_capture_on_commit_callbacks(execute=True):
            outbox.enqueue("test.letter", {"to": "ada"}, key="one")
    assert post.sent == []

    tasks.deliver_due()

    assert post.sent == ["ada"]


def test_asking_twice_for_the_same_thing_does_it_once(post: Post, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = outbox.enqueue("test.letter", {"to": "ada"}, key="one")
        assert outbox.enqueue("test.letter", {"to": "bob"}, key="one").pk == first.pk
    tasks.deliver_due()
    tasks.deliver.call(first.pk)

    assert post.sent == ["ada"]


def test_what_failed_is_tried_again_later_and_then_given_up(post: Post) -> None:
    post.broken = True
    message = outbox.enqueue("test.letter", {"to": "ada"}, key="one")
    for attempt in range(1, tasks.MOST_ATTEMPTS + 1):
        OutboxMessage.objects.update(due_at=timezone.now())
        assert tasks.deliver_due() == 1
        message.refresh_from_db()
        assert message.attempts == attempt
    assert (message.state, message.finished_at is None) == (State.FAILED, False)
    assert "does not answer" in message.error

    assert tasks.deliver_due() == 0


def test_what_was_mended_is_done_at_the_next_try(post: Post) -> None:
    post.broken = True
    outbox.enqueue("test.letter", {"to": "ada"}, key="one")
    tasks.deliver_due()
    assert tasks.deliver_due() == 0  # its time has not come yet
    post.broken = False
    OutboxMessage.objects.update(due_at=timezone.now())
    tasks.deliver_due()

    assert post.sent == ["ada"]
    assert OutboxMessage.objects.get().error == ""


def test_a_message_that_a_worker_holds_is_left_to_it(post: Post) -> None:
    message = outbox.enqueue("test.letter", {"to": "ada"}, key="one")
    during: list[int] = []

    def meanwhile(payload: object) -> None:
        tasks.deliver.call(message.pk)
        during.append(tasks.deliver_due())

    outbox.handler("test.letter")(meanwhile)
    tasks.deliver_due()

    assert during == [0]
    assert OutboxMessage.objects.get().attempts == 1


def test_what_is_due_later_waits(post: Post, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue("test.letter", {"to": "ada"}, key="one", due_at=timezone.now() + timedelta(hours=1))
    tasks.deliver_due()
    assert post.sent == []

    OutboxMessage.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    tasks.deliver_due()
    assert post.sent == ["ada"]


def test_a_topic_without_a_handler_is_refused_when_it_is_queued() -> None:
    with pytest.raises(outbox.UnknownTopic, match=r"nobody\.knows"):
        outbox.enqueue("nobody.knows", {}, key="one")

    assert not OutboxMessage.objects.exists()


def test_done_messages_are_forgotten_and_failed_ones_kept(post: Post) -> None:
    long_ago = timezone.now() - tasks.KEPT - timedelta(days=1)
    for key, state in (("old", State.DONE), ("failed", State.FAILED)):
        OutboxMessage.objects.create(topic="test.letter", key=key, state=state, due_at=long_ago, finished_at=long_ago)
    OutboxMessage.objects.create(
        topic="test.letter", key="new", state=State.DONE, due_at=long_ago, finished_at=timezone.now()
    )

    assert tasks.forget_what_is_done() == 1
    assert set(OutboxMessage.objects.values_list("key", flat=True)) == {"failed", "new"}
