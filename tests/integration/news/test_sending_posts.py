"""Posts on their way to Mastodon and Bluesky: once each, whatever happens meanwhile."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Drawing
from wagtail.images.models import Image

from pshub.delivery.models import OutboxMessage
from pshub.delivery.outward import InwardRequest, is_public, session
from pshub.delivery.tasks import deliver_due
from pshub.people.actors import Actor
from pshub.publishing.news.actions.drafted import create_post
from pshub.publishing.news.models import Post, PostDelivery
from pshub.publishing.news.networks.sender import send

pytestmark = pytest.mark.django_db(transaction=True)


def both(by: Actor, **fields: Any) -> Post:
    return create_post(text="Café doors open: see the plan.", to_mastodon=True, to_bluesky=True, by=by, **fields)


def states() -> dict[str, str]:
    return dict(PostDelivery.objects.values_list("network", "state"))


def picture() -> Image:
    file = io.BytesIO()
    Drawing.new("RGB", (40, 30), "teal").save(file, "PNG")
    return Image.objects.create(title="Door", file=ContentFile(file.getvalue(), name="door.png"))


# Wagtail leaves the file open that it drew the picture into.
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning")
def test_a_post_goes_to_each_network_once_with_its_link_and_picture(by: Actor, networks: Any) -> None:
    post = both(by, link="https://example.org/plan", picture=picture(), picture_description="An open door")

    # As if the worker had been killed before it could note that the posts arrived.
    for delivery in PostDelivery.objects.all():
        PostDelivery.objects.filter(pk=delivery.pk).update(state="waiting", sent_at=None)
        send({"delivery": delivery.pk})
    post.save_revision().publish()

    (status,), (record,) = networks.statuses.values(), networks.records.values()
    (facet,) = record["facets"]
    covered = record["text"].encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]]
    assert states() == {"mastodon": "sent", "bluesky": "sent"}
    assert status["status"] == record["text"] == "Café doors open: see the plan.\n\nhttps://example.org/plan"
    assert covered.decode() == facet["features"][0]["uri"] == "https://example.org/plan"
    assert status["media_ids"] == ["7"]
    assert record["embed"]["images"][0]["alt"] == "An open door"
    assert PostDelivery.objects.get(network="mastodon").address == "https://social.example/@hub/1"
    assert PostDelivery.objects.get(network="bluesky").address.startswith("https://bsky.app/profile/hub.example.org/")


def test_what_fails_for_now_is_tried_again_and_arrives_once(by: Actor, networks: Any) -> None:
    networks.trouble = [503, 0, 503, 0]
    both(by)
    first = states()

    for _ in range(4):
        OutboxMessage.objects.filter(state="waiting").update(due_at=timezone.now())
        deliver_due()

    assert first == {"mastodon": "waiting", "bluesky": "waiting"}
    assert states() == {"mastodon": "sent", "bluesky": "sent"}
    assert (len(networks.statuses), len(networks.records)) == (1, 1)


def test_a_refusal_is_told_in_the_studio_and_can_be_sent_again(by: Actor, networks: Any, editor: Client) -> None:
    networks.trouble = [422]
    post = create_post(text="Hello", to_mastodon=True, by=by)
    form = editor.get(f"/studio/posts/edit/{post.pk}/").content.decode()
    failed = PostDelivery.objects.get()

    editor.post(f"/studio/post-deliveries/{failed.pk}/send-again/")
    twice = editor.post(f"/studio/post-deliveries/{failed.pk}/send-again/", follow=True).content.decode()

    assert "Mastodon answered 422: There is trouble" in form
    assert (failed.state, states()) == ("failed", {"mastodon": "sent"})
    assert "has not failed" in twice


def test_mastodon_is_not_asked_again_once_it_may_have_forgotten_the_key(by: Actor, networks: Any) -> None:
    networks.trouble = [0]
    create_post(text="Hello", to_mastodon=True, by=by)
    delivery = PostDelivery.objects.get()
    long_ago = timezone.now() - timedelta(hours=2)
    PostDelivery.objects.update(unanswered_since=long_ago)
    asked = len(networks.asked)

    send({"delivery": delivery.pk})

    delivery.refresh_from_db()
    assert (delivery.state, len(networks.asked)) == ("failed", asked)
    assert "Look there before you send it again" in delivery.reason


def test_a_post_that_went_off_the_site_or_a_network_not_set_up_sends_nothing(
    by: Actor, networks: Any, settings: Any
) -> None:
    settings.MASTODON_TOKEN = ""
    networks.trouble = [503]
    post = both(by)
    post.refresh_from_db()
    post.unpublish()
    OutboxMessage.objects.filter(state="waiting").update(due_at=timezone.now())
    deliver_due()

    reasons = dict(PostDelivery.objects.values_list("network", "reason"))
    assert states() == {"mastodon": "failed", "bluesky": "failed"}
    assert "PSHUB_MASTODON_TOKEN" in reasons["mastodon"]
    assert "taken off the site" in reasons["bluesky"]


def test_no_request_goes_into_a_private_network(by: Actor, networks: Any, settings: Any) -> None:
    settings.ALLOW_PRIVATE_NETWORKS = False
    both(by)
    inward = ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fe80::1%eth0", "224.0.0.1")

    with pytest.raises(InwardRequest), session() as connection:
        connection.get(settings.MASTODON_URL.replace("127.0.0.1", "localhost"), timeout=5)

    assert states() == {"mastodon": "failed", "bluesky": "failed"}
    assert networks.asked == []
    assert [is_public(address) for address in (*inward, "9.9.9.9", "2620:fe::fe")] == [False] * 7 + [True, True]
