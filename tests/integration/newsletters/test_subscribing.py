"""People come onto the list, and leave it, by their own act alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import altcha
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from pshub.inquiries.models import Topic
from pshub.people import personal_data
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.publishing.newsletters import tidying, tokens
from pshub.publishing.newsletters.actions import subscribing
from pshub.publishing.newsletters.actions.importing import ImportRefused, import_subscribers
from pshub.publishing.newsletters.models import Subscriber

pytestmark = pytest.mark.django_db
Subscribers = Callable[..., list[Subscriber]]
AfterCommit = Callable[..., AbstractContextManager[Any]]
VISITOR = Actor.visitor()


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks: AfterCommit) -> AfterCommit:
    return django_capture_on_commit_callbacks


@pytest.fixture
def browser() -> Client:
    """A browser with no cookies, held to what a real one is held to."""
    return Client(enforce_csrf_checks=True)


def links_in(message: Any) -> list[str]:
    return [
        url.removeprefix("http://127.0.0.1:8000") for url in re.findall(r"http://127\.0\.0\.1:8000\S+", message.body)
    ]


def solved(client: Client) -> str:
    """Do the work that a browser's script does."""
    puzzle = client.get(reverse("newsletters:challenge")).json()
    answer = altcha.solve_challenge(puzzle["challenge"], puzzle["salt"], puzzle["algorithm"], puzzle["maxNumber"], 0)
    assert answer is not None
    payload = altcha.Payload(
        puzzle["algorithm"], puzzle["challenge"], answer.number, puzzle["salt"], puzzle["signature"]
    )
    return payload.to_base64()


def test_an_address_is_on_the_list_only_after_a_button_was_pressed_behind_the_link_sent_to_it(
    browser: Client, after_commit: AfterCommit
) -> None:
    parks = Topic.objects.create(name="Parks", slug="parks")
    with after_commit(execute=True):
        answer = browser.post(reverse("newsletters:sign-up"), {"email": " Ada@Example.ORG ", "topics": [parks.pk]})
    link = links_in(mail.outbox[0])[0]
    looked = [browser.get(link), browser.head(link)]
    before = Subscriber.objects.get().state
    pressed = browser.post(link)

    assert answer["Location"] == reverse("newsletters:asked")
    assert [page.status_code for page in looked] == [200, 200]
    assert before == "pending"
    ada = Subscriber.objects.get()
    assert (ada.email, ada.state, list(ada.topics.all())) == ("ada@example.org", "subscribed", [parks])
    assert "You are on the list" in pressed.content.decode()


def test_the_answer_does_not_tell_who_is_on_the_list_but_the_letter_does(
    browser: Client, subscribers: Subscribers, after_commit: AfterCommit, settings: Any
) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "subscribe-plain": (100, 3600)}
    subscribers(1)
    subscribers(1, prefix="left", state="unsubscribed")
    answers, with_link = [], []
    for email in ("reader0@example.org", "left0@example.org", "nobody@example.org", "nobody@example.org"):
        with after_commit(execute=True):
            answers.append(browser.post(reverse("newsletters:sign-up"), {"email": email}))
        with_link.append(browser.post(reverse("newsletters:own-link"), {"email": email}))

    for pages in (answers, with_link):
        assert len({(page.status_code, page.get("Location"), page.content) for page in pages}) == 1
    # Whoever asks again on the same day is not sent another letter.
    letters = [(message.to[0], message.subject.split()[0]) for message in mail.outbox]
    assert letters == [
        ("reader0@example.org", "You"),
        ("left0@example.org", "Confirm"),
        ("nobody@example.org", "Confirm"),
    ]


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a b@example.org", "ada@example.org\nBcc: all@example.org"])
def test_a_malformed_address_gets_a_clear_message_and_keeps_what_was_typed(browser: Client, email: str) -> None:
    answer = browser.post(reverse("newsletters:sign-up"), {"email": email})

    assert answer.status_code == 422
    assert "name@example.org" in answer.content.decode()
    assert email.split("\n")[0] in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_the_proof_of_work_lets_a_network_sign_up_more_often_and_counts_once(browser: Client, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "subscribe": (2, 3600), "subscribe-plain": (1, 3600)}
    address = reverse("newsletters:sign-up")
    proof = solved(browser)
    proven = [
        browser.post(address, {"email": f"a{n}@example.org", "altcha": payload})
        for n, payload in enumerate((proof, solved(browser)))
    ]
    # An answer used before, or made up, is no proof: then the stricter limit counts, as without scripts.
    used, made_up, none = (
        browser.post(address, {"email": "b@example.org", "altcha": payload}) for payload in (proof, "made-up", "")
    )

    assert [answer.status_code for answer in (*proven, used, made_up, none)] == [302, 302, 302, 429, 429]
    assert "Retry-After" in none


def test_links_of_those_who_are_gone_or_that_are_broken_or_late_say_so_kindly(
    browser: Client, subscribers: Subscribers, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, left = subscribers(2)
    leave, prefer, confirm = (tokens.token_of(gone), tokens.token_of(gone), tokens.confirmation_of(gone))
    subscribing.erase_own(key=gone.pk, by=VISITOR)
    browser.post(reverse("newsletters:unsubscribe", args=[tokens.token_of(left)]))
    again = browser.post(reverse("newsletters:unsubscribe", args=[tokens.token_of(left)]))
    pages = [
        browser.post(reverse("newsletters:unsubscribe", args=[leave])),
        browser.get(reverse("newsletters:preferences", args=[prefer])),
        browser.post(reverse("newsletters:confirm", args=[confirm])),
    ]
    broken = [
        browser.post(reverse(f"newsletters:{name}", args=[f"{left.pk}.made-up"]))
        for name in ("unsubscribe", "confirm", "preferences")
    ]
    late_token = tokens.confirmation_of(left)
    monkeypatch.setattr(tokens, "CONFIRM_WITHIN", -1)
    late = browser.post(reverse("newsletters:confirm", args=[late_token]))

    assert [page.status_code for page in pages] == [200] * 3
    assert all("We hold nothing about you" in page.content.decode() for page in pages)
    assert "You are off the list" in again.content.decode()
    assert [page.status_code for page in broken] == [404] * 3
    assert (late.status_code, "Sign up again" in late.content.decode()) == (410, True)
    assert Subscriber.objects.get().state == "unsubscribed"


def test_preferences_hold_a_break_and_topics_and_erase_everything(browser: Client, subscribers: Subscribers) -> None:
    (reader,) = subscribers(1)
    parks = Topic.objects.create(name="Parks", slug="parks")
    address = reverse("newsletters:preferences", args=[tokens.token_of(reader)])
    browser.get(address)
    browser.post(address, {"topics": [parks.pk], "pause": "3"})
    held = browser.get(reverse("newsletters:data", args=[tokens.token_of(reader)]))
    kept = Subscriber.objects.get()
    browser.post(address, {"topics": [parks.pk], "pause": "keep"})
    still = Subscriber.objects.get().paused_until
    erased = browser.post(address, {"erase": "1"})

    assert json.loads(held.content)["topics"] == ["Parks"]
    assert kept.paused_until is not None
    assert still == kept.paused_until
    assert "deleted" in erased.content.decode()
    assert not Subscriber.objects.exists()


def test_an_account_takes_its_subscription_out_and_is_erased_with_it(subscribers: Subscribers) -> None:
    subscribers(2)
    user = User.objects.create_user("reader1@example.org")
    holding = next(held for held in personal_data.registered() if held.name == "newsletter")
    taken = holding.export(user)
    holding.erase(user)

    assert (taken["email"], taken["state"]) == ("reader1@example.org", "subscribed")
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["reader0@example.org"]


def test_addresses_that_never_confirm_are_forgotten(subscribers: Subscribers) -> None:
    old, new, kept = (
        subscribers(1, prefix="old", state="pending", confirmed_at=None),
        subscribers(1, prefix="new", state="pending", confirmed_at=None),
        subscribers(1),
    )
    Subscriber.objects.filter(pk__in=[old[0].pk, kept[0].pk]).update(asked_at="2020-01-01T00:00Z")
    tidying.forget_unconfirmed()

    assert set(Subscriber.objects.values_list("pk", flat=True)) == {new[0].pk, kept[0].pk}


def test_an_import_says_what_becomes_of_each_row_and_brings_nobody_back(subscribers: Subscribers, by: Actor) -> None:
    subscribers(1)
    subscribers(1, prefix="left", state="unsubscribed", confirmed_at=None)
    Topic.objects.create(name="Parks", slug="parks")
    source = (
        b"Email,topics\nnew@example.org,parks\nNEW@example.org,\nreader0@example.org,\nleft0@example.org,\n"
        b"no address,\nother@example.org,bicycles\n"
    )
    tried = import_subscribers(source=source, consent="Sheet of 4 March", dry_run=True, by=by)
    after_trying = Subscriber.objects.count()
    done = import_subscribers(source=source, consent="Sheet of 4 March", by=by)
    again = import_subscribers(source=source, consent="Sheet of 4 March", by=by)

    assert (tried.rows, after_trying) == (done.rows, 2)
    assert done.counts == {"added": 1, "known": 2, "left": 1, "refused": 2}
    assert [(row.line, row.fate.value) for row in done.refused] == [(5, "left"), (6, "refused"), (7, "refused")]
    assert again.counts["added"] == 0
    new = Subscriber.objects.get(email="new@example.org")
    assert (new.state, new.consent, new.topics.get().slug) == ("subscribed", "Sheet of 4 March", "parks")
    assert Subscriber.objects.get(email="left0@example.org").state == "unsubscribed"


@pytest.mark.parametrize(
    ("source", "consent", "said"),
    [
        (b"email\na@example.org", " ", "where and when"),
        (b"name\nAda", "Sheet", "must be .email."),
        ("email\ncaf\u00e9@example.org".encode("latin-1"), "Sheet", "not in UTF-8"),
    ],
)
def test_a_file_that_is_none_or_comes_without_consent_is_refused(
    source: bytes, consent: str, said: str, by: Actor
) -> None:
    with pytest.raises(ImportRefused, match=said):
        import_subscribers(source=source, consent=consent, by=by)

    assert not Subscriber.objects.exists()
