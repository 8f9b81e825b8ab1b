"""Uploads: what is no plain picture or document is refused in words, and what is kept holds nothing but the picture."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw
from wagtail.documents.models import Document
from wagtail.images.models import Image as LibraryImage

from pshub.people.actions import give_role
from pshub.people.actors import Actor
from pshub.people.models import Organisation, User
from pshub.people.second_factor import DEMO_SESSION
from pshub.people.uploads.documents import check_document
from pshub.people.uploads.errors import UploadRefused
from pshub.people.uploads.pictures import clean_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><script>alert(document.domain)</script></html>"


def drawn(kind: str, size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture: red above, blue below."""
    image = Image.new("RGB", size, "red")
    ImageDraw.Draw(image).rectangle((0, size[1] // 2, size[0], size[1]), fill="blue")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def empty_png(width: int, height: int) -> bytes:
    """A PNG whose header promises many pixels, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes((width // 8 + 1) * 64)))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


def photograph() -> bytes:
    """A photograph lying on its side, that tells where it was taken and by what."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Tellingphone"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    return drawn("JPEG", exif=exif.tobytes(), comment=b"by Ada")


REFUSED: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("drawing.svg", lambda: SVG, "svg", "SVG"),
    ("drawing.png", lambda: SVG, "svg", "SVG"),
    ("drawing.svg", lambda: b'<?xml version="1.0"?>' + SVG, "svg", "PNG or WebP"),
    ("page.gif", lambda: HTML, "not-a-picture", "not a picture"),
    ("picture.png", lambda: drawn("JPEG"), "wrong-ending", "Rename it"),
    ("picture.html", lambda: drawn("JPEG"), "wrong-ending", "Rename it"),
    *(
        (f"picture.{kind.lower()}", lambda kind=kind, behind=behind: drawn(kind) + behind, "something-behind", "hidden")  # type: ignore[misc]
        for kind in ("GIF", "JPEG", "PNG", "WEBP", "AVIF")
        for behind in (HTML, archive("evil.js"), b"*/=1;alert(1)//")
    ),
    ("picture.jpg", lambda: drawn("JPEG", (400, 400))[:-600], "damaged", "cut short"),
    ("picture.png", lambda: drawn("PNG", (400, 400))[:-80], "damaged", "cut short"),
    ("picture.gif", lambda: drawn("GIF")[:-20], "damaged", "cut short"),
    ("picture.webp", lambda: drawn("WEBP", (400, 400))[:-20], "damaged", "cut short"),
    ("wall.png", lambda: empty_png(10_000, 10_000), "too-many-pixels", "megapixels"),
    ("bomb.png", lambda: empty_png(60_000, 60_000), "too-many-pixels", "too many pixels"),
    ("nothing.png", lambda: b"\x89PNG\r\n\x1a\n", "damaged", "damaged"),
]


@pytest.mark.parametrize(("name", "made", "code", "words"), REFUSED)
def test_what_is_no_plain_picture_is_refused_with_a_reason(
    name: str, made: Callable[[], bytes], code: str, words: str
) -> None:
    with pytest.raises(UploadRefused) as refused:
        clean_picture(made(), name)

    assert refused.value.code == code
    assert words in str(refused.value)


def test_a_photograph_is_turned_and_forgets_where_it_was_taken() -> None:
    kept = clean_picture(photograph(), "beach.JPG")

    image = Image.open(io.BytesIO(kept.data))
    red, blue = image.convert("RGB").getpixel((35, 30)), image.convert("RGB").getpixel((5, 30))
    assert image.size == (40, 60)
    assert (red[0] > 200, blue[2] > 200) == (True, True)  # type: ignore[index]
    assert not image.getexif()
    assert b"Tellingphone" not in kept.data
    assert b"by Ada" not in kept.data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_plain_picture_keeps_its_size_and_colours(kind: str) -> None:
    kept = clean_picture(drawn(kind), f"picture.{kind.lower()}")

    image = Image.open(io.BytesIO(kept.data)).convert("RGB")
    assert image.size == (60, 40)
    assert image.getpixel((30, 5))[0] > 200  # type: ignore[index]
    assert image.getpixel((30, 35))[2] > 200  # type: ignore[index]


def test_a_film_behind_a_telephones_photograph_is_cut_off() -> None:
    film = b"\0\0\0\x18ftypmp42" + b"the film" * 20

    kept = clean_picture(drawn("JPEG") + film, "moment.jpg")

    assert b"the film" not in kept.data


def test_a_picture_that_moves_goes_on_moving() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=200, loop=0, comment=b"by Ada")

    kept = clean_picture(out.getvalue(), "moving.gif")

    assert Image.open(io.BytesIO(kept.data)).n_frames == 3  # type: ignore[attr-defined]
    assert b"by Ada" not in kept.data


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("report.pdf", b"%PDF-1.7 ...", ""),
        ("report.docx", archive("[Content_Types].xml", "word/document.xml"), ""),
        ("table.csv", "name,ürl\n".encode("cp1252"), ""),
        ("words.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello", ""),
        ("report.pdf", HTML, "wrong-ending"),
        ("report.docx", archive("anything"), "wrong-ending"),
        ("report.docx", archive("[Content_Types].xml", "word/vbaProject.bin"), "macros"),
        ("table.csv", HTML, "wrong-ending"),
        ("table.csv", b"\0\1\2", "wrong-ending"),
        ("page.html", HTML, "kind-not-taken"),
        ("drawing.svg", SVG, "kind-not-taken"),
        ("program.exe", b"MZ", "kind-not-taken"),
        ("report.docm", archive("[Content_Types].xml"), "kind-not-taken"),
    ],
)
def test_documents_are_what_their_names_say(name: str, data: bytes, code: str) -> None:
    told = ""
    try:
        check_document(data, name)
    except UploadRefused as refused:
        told = refused.code

    assert told == code


@pytest.fixture
def studio(settings: Any, db: None, tmp_path: Any) -> Client:
    """An administrator's browser."""
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    user = User.objects.create_user("administrator@example.org", demo=True)
    give_role(user=user, role="administrator", by=Actor.system("tests"))
    client = Client()
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()
    return client


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_library_keeps_clean_pictures_and_refuses_others_keeping_the_form(studio: Client) -> None:
    add = reverse("wagtailimages:add")
    refused = studio.post(add, {"title": "Our library", "file": upload("a.png", drawn("PNG") + HTML)})
    studio.post(add, {"title": "Our library", "file": upload("beach.jpg", photograph())})
    several = studio.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": upload("a.svg", SVG)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert "hidden behind the picture" in refused.content.decode()
    assert 'value="Our library"' in refused.content.decode()
    kept = LibraryImage.objects.get()
    assert (kept.width, kept.height) == (40, 60)
    with kept.file.open("rb") as file:
        assert b"Tellingphone" not in file.read()
    assert "SVG drawing" in json.loads(several.content)["error_message"]


def test_documents_are_saved_and_never_opened_as_pages_of_the_site(studio: Client) -> None:
    add = reverse("wagtaildocs:add")
    refused = studio.post(add, {"title": "Minutes", "file": upload("minutes.pdf", HTML)})
    studio.post(add, {"title": "Minutes", "file": upload("minutes.pdf", b"%PDF-1.7 words")})

    document = Document.objects.get()
    served = [Client().get(document.url), Client().get(f"/media/{document.file.name}")]
    assert "something else" in refused.content.decode()
    for answer in served:
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        b"".join(answer)  # type: ignore[arg-type]
        answer.close()


def test_the_picture_of_an_organisation_is_held_to_the_same(studio: Client) -> None:
    add = reverse("studio_organisations:add")
    fields = {"name": "Ashwick Council", "slug": "ashwick", "kind": "Council"}
    refused = studio.post(add, {**fields, "picture": upload("mark.svg", SVG)})
    studio.post(add, {**fields, "picture": upload("mark.jpg", photograph())})

    assert "SVG drawing" in refused.content.decode()
    assert 'value="Ashwick Council"' in refused.content.decode()
    with Organisation.objects.get().picture.open("rb") as file:
        assert b"Tellingphone" not in file.read()
