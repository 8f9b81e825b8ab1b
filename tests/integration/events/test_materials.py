"""What an event left behind: nothing is fetched before it is asked for, and everybody can follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from pshub.inquiries.actions import create_record, derive
from pshub.inquiries.models import Record
from pshub.people.actors import Actor
from pshub.publishing.events import actions
from pshub.publishing.events.captions import CaptionsProblem, Cue, read_captions, transcript
from pshub.publishing.events.material_blocks import VideoBlock
from pshub.publishing.events.material_views import part_of
from pshub.publishing.events.models import EventPage
from pshub.publishing.events.outcomes import outcomes
from pshub.publishing.events.videos import embed

HoldEvent = Callable[..., EventPage]
VTT = b"WEBVTT\n\n00:01.000 --> 00:03.000\nGood <b>morning</b>\n\n00:03.500 --> 00:05.000\neverybody &amp; all.\n"
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 20


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def document(name: str, content: bytes) -> Document:
    made: Document = Document.objects.create(title=name, file=ContentFile(content, name=name))
    return made


def video(**fields: Any) -> Any:
    empty = dict.fromkeys(("file", "poster", "captions")) | dict.fromkeys(("link", "length", "transcript"), "")
    return VideoBlock().to_python(
        {"title": "The talk", "language": "en", "silent": False}
        | empty
        | {name: value.pk if isinstance(value, Document) else value for name, value in fields.items()}
    )


def with_materials(event: EventPage, *blocks: tuple[str, Any]) -> EventPage:
    page = EventPage.objects.get(pk=event.pk)
    stream = page._meta.get_field("materials").stream_block
    page.materials = stream.to_python([{"type": name, "value": value} for name, value in blocks])
    page.save_revision()
    return actions.publish(page=page, by=Actor.system("tests"))


def raw(value: Any) -> Any:
    return VideoBlock().get_prep_value(value)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"link", "transcript"}),
        ({"file": "talk.mp4", "link": "https://vimeo.com/1", "transcript": "x"}, {"link", "captions"}),
        ({"file": "talk.mp4"}, {"captions", "transcript"}),
        ({"file": "talk.mp4", "silent": True, "transcript": "A drawing turns."}, set()),
        ({"file": "talk.mp4", "captions": "good.vtt"}, set()),
        ({"file": "talk.mp4", "captions": "bad.vtt"}, {"captions"}),
        ({"file": "page.mp4", "captions": "good.vtt"}, {"file"}),
        ({"file": "talk.avi", "captions": "good.vtt"}, {"file"}),
        ({"link": "https://example.org/talk", "transcript": "x"}, set()),
        ({"link": "http://example.org/talk", "transcript": "x"}, {"link"}),
        ({"link": "javascript:alert(1)", "transcript": "x"}, {"link"}),
    ],
)
@pytest.mark.django_db
def test_a_video_that_some_could_not_follow_or_that_is_none_is_refused_where_it_is_wrong(
    fields: dict[str, Any], wrong: set[str]
) -> None:
    files = {
        "talk.mp4": MP4,
        "page.mp4": b"<html><script>alert(1)</script>",
        "talk.avi": MP4,
        "good.vtt": VTT,
        "bad.vtt": b"1\n00:00:01,000 --> 00:00:02,000\nSubRip",
    }
    made = {name: document(value, files[value]) if value in files else value for name, value in fields.items()}
    found: set[str] = set()
    try:
        VideoBlock().clean(video(**made))
    except StructBlockValidationError as refused:
        found = set(refused.block_errors)

    assert found == wrong


@pytest.mark.django_db
def test_a_page_fetches_no_video_and_allows_no_more_than_its_own(client: Client, hold_event: HoldEvent) -> None:
    plain = hold_event(slug="plain")
    one = with_materials(
        hold_event(slug="file"),
        ("video", raw(video(file=document("talk.mp4", MP4), captions=document("c.vtt", VTT)))),
    )
    other = with_materials(
        hold_event(slug="elsewhere"),
        ("video", raw(video(link="https://www.youtube.com/watch?v=abcdefghijk", transcript="Said <b>&</b> done."))),
        ("video", raw(video(link="https://video.example.org/talk", transcript="Other."))),
    )
    pages = {page.slug: client.get(page.url) for page in (plain, one, other)}
    said = {slug: page.headers["Content-Security-Policy"] for slug, page in pages.items()}
    words = {slug: page.content.decode() for slug, page in pages.items()}

    assert "media-src" not in said["plain"] + said["elsewhere"]
    assert "media-src 'self'" in said["file"]
    assert "frame-src https://www.youtube-nocookie.com" in said["elsewhere"]
    assert "frame-src" not in said["plain"] + said["file"]
    assert [tag for tag in ("<video", "<source", ' src="https://') if any(tag in page for page in words.values())] == []
    assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in words["elsewhere"]
    assert "Said &lt;b&gt;&amp;&lt;/b&gt; done." in words["elsewhere"]
    assert "Good morning everybody &amp; all." in words["file"]


@pytest.mark.django_db
def test_captions_are_served_as_such_and_other_documents_are_not(client: Client) -> None:
    good, bad = document("c.vtt", VTT), document("page.vtt", b"<script>alert(1)</script>")
    answer = client.get(f"/events/captions/{good.pk}.vtt")

    assert (answer.content, answer["Content-Type"]) == (VTT, "text/vtt; charset=utf-8")
    assert client.get(f"/events/captions/{bad.pk}.vtt").status_code == 404


@pytest.mark.django_db
def test_players_get_a_video_in_parts(client: Client) -> None:
    made, text = document("talk.mp4", MP4), document("notes.txt", b"x" * 100)

    def asked(address: str, part: str) -> tuple[int, str, bytes]:
        answer = client.get(address, headers={"Range": part} if part else {})
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, answer.get("Content-Range", ""), content

    parts = [asked(made.url, f"bytes={first}-{first + 999}") for first in range(0, len(MP4), 1000)]

    assert b"".join(content for _status, _range, content in parts) == MP4
    assert parts[0][:2] == (206, f"bytes 0-999/{len(MP4)}")
    assert asked(made.url, "bytes=9999999-") == (416, f"bytes */{len(MP4)}", b"")
    assert asked(text.url, "bytes=0-3") == (200, "", b"x" * 100)
    assert asked(made.url, "") == (200, "", MP4)


@given(st.integers(1, 2000), st.integers(0, 3000), st.integers(0, 3000))
def test_a_part_lies_within_the_file(size: int, first: int, last: int) -> None:
    content = bytes(range(256)) * 8
    expected = content[:size][first : last + 1]
    got = part_of(f"bytes={first}-{last}", size)

    assert (content[got[0] : got[1] + 1] if got else b"") == expected
    tail = part_of(f"bytes=-{last}", size)
    assert (content[tail[0] : tail[1] + 1] if tail else b"") == (content[:size][-last:] if last else b"")


@pytest.mark.parametrize(
    ("link", "player"),
    [
        ("https://youtu.be/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"),
        (
            "https://m.youtube.com/watch?t=3&v=abcdefghijk",
            "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1",
        ),
        ("https://vimeo.com/123456/ab12", "https://player.vimeo.com/video/123456?dnt=1&autoplay=1"),
        (
            "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
            "https://tube.example.org/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?autoplay=1&p2p=0",
        ),
        ("https://other.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv", None),
        ("https://youtube.com.example.org/watch?v=abcdefghijk", None),
        ("https://www.youtube.com/watch?v=abc%22onload%3D", None),
        ("http://vimeo.com/123456", None),
        ("https://vimeo.com/123456?x=1;script-src *", "https://player.vimeo.com/video/123456?dnt=1&autoplay=1"),
    ],
)
def test_players_come_only_from_hosts_that_the_settings_allow(settings: Any, link: str, player: str | None) -> None:
    settings.VIDEO_HOSTS = ["www.youtube-nocookie.com", "player.vimeo.com", "tube.example.org"]
    found = embed(link)

    assert (found.url if found else None) == player
    settings.VIDEO_HOSTS = []
    assert embed(link) is None


def stamp(moment: int) -> str:
    minutes, rest = divmod(moment, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


cues = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(1, 10_000), st.text("abc é,.", min_size=1, max_size=20)), min_size=1
)


@given(cues, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_captions_read_back_as_they_were_written(rows: list[tuple[int, int, str]], end: str, named: bool) -> None:
    moment, expected = 0, []
    for gap, length, text in rows:
        moment += gap
        expected.append(Cue(moment, moment + length, " ".join(text.split())))
    lines = ["WEBVTT - a talk", "", "NOTE made by a test", ""]
    for number, cue in enumerate(expected, 1):
        lines += [str(number)] * named + [
            f"{stamp(cue.begins)} --> {stamp(cue.ends)} align:start",
            f"<i>{cue.text}</i>",
            "",
        ]

    assert read_captions(end.join(lines).encode()) == expected
    said = transcript(expected)
    assert all(cue.text in said for cue in expected)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"1\n00:01.000 --> 00:02.000\nA", 1),
        (b"WEBVTT\n\n", 3),
        (b"WEBVTT\n\nAnn: good morning", 3),
        (b"WEBVTT\n\n00:01,000 --> 00:02,000\nA", 3),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nA", 3),
        (b"WEBVTT\n\n00:02.000 --> 00:03.000\nA\n\n00:01.000 --> 00:02.000\nB", 6),
        (b"WEBVTT\n\n\xff\xfe", 3),
    ],
)
def test_captions_that_no_browser_shows_are_refused_with_the_line(content: bytes, line: int) -> None:
    with pytest.raises(CaptionsProblem) as refused:
        read_captions(content)

    assert (refused.value.line, refused.value.code) == (line, "bad-captions")


# Wagtail leaves the temporary file of each size of a picture that it makes to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db
def test_slides_and_pictures_take_as_many_queries_for_many_as_for_few(client: Client, hold_event: HoldEvent) -> None:
    image = Image.objects.create(title="Hall", file=get_test_image_file())
    slides = document("slides.pdf", b"%PDF-1.7")

    def queries(count: int) -> int:
        blocks = [
            ("picture", {"image": image.pk, "description": f"Hall {number}", "caption": ""}) for number in range(count)
        ] + [("slides", {"title": f"Talk {number}", "who": "", "document": slides.pk}) for number in range(count)]
        page = with_materials(hold_event(slug=f"with-{count}"), *blocks)
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            words = client.get(page.url).content.decode()
        assert words.count('alt="Hall') == words.count("Talk ") == count
        return len(captured)

    assert queries(2) == queries(12)


@pytest.mark.django_db
def test_what_came_out_of_an_event_is_told_to_whoever_may_see_it(hold_event: HoldEvent, by: Actor) -> None:
    event = hold_event()
    assert event.record is not None
    made = {
        title: create_record(kind=kind, title=title, visibility=visibility, inquiry=None, by=by)
        for title, kind, visibility in (
            ("Report", "publication", Record.Visibility.PUBLIC),
            ("Draft", "publication", Record.Visibility.STUDIO),
        )
    }
    for record in made.values():
        derive(upstream=event.record, downstream=record, label="reports-on", by=by)

    def told(viewer: Actor) -> list[str]:
        return [record.title for leg in outcomes(event, viewer).told for record in leg.records]

    assert told(Actor.visitor()) == ["Report"]
    assert sorted(told(by)) == ["Draft", "Report"]
    assert not outcomes(hold_event(slug="nothing"), by)
