"""Pictures hold shapes and text, nothing that runs or calls home."""

from __future__ import annotations

import ballots
import pytest

from pshub.evidence.drawing import draw
from pshub.evidence.kinds import Figure
from pshub.evidence.pictures import UnsafePicture, checked_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        '<g onload="alert(1)"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<image href="https://example.org/x.png"/>',
        '<a xlink:href="https://example.org"><text>x</text></a>',
        '<path fill="url(https://example.org/p)"/>',
        "<style>@import url(x)</style>",
        '<rect style="background:url(//example.org)"/>',
        '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
        "<g>",
    ],
)
def test_what_is_more_than_shapes_is_not_kept(content: str) -> None:
    with pytest.raises(UnsafePicture) as refusal:
        checked_svg(f"{OPEN}{content}</svg>")
    assert refusal.value.code == "unsafe-picture"


def test_entities_are_not_expanded() -> None:
    with pytest.raises(UnsafePicture) as refusal:
        checked_svg('<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>')
    assert "document type" in str(refusal.value)


def test_shapes_and_their_own_paint_are_kept() -> None:
    svg = f'{OPEN}<defs><linearGradient id="p"/></defs><rect fill="url(#p)"/><text>5 &lt; 6</text></svg>'
    assert checked_svg(svg) == svg


def test_a_figure_is_drawn_as_svg_and_png_with_hostile_words_as_words() -> None:
    kind = ballots.PublicBallotKind()
    released = kind.derive(
        {"options": [{"option": '<script>alert("x")</script> \u0645\u0631\u062d\u0628\u0627', "votes": 12}]}
    )
    pictures = {picture.format: picture.data for picture in draw(kind.figures(released))}
    assert set(pictures) == {"svg", "png"}
    assert b"<script" not in pictures["svg"]
    assert b"&lt;script&gt;" in pictures["svg"]
    assert pictures["png"].startswith(b"\x89PNG")


def test_a_figure_that_asks_for_data_elsewhere_gets_none() -> None:
    figure = Figure(
        name="remote",
        title="Remote",
        vega_lite={"data": {"url": "http://127.0.0.1:9/data.csv"}, "mark": "point"},
        description="",
        table="",
    )
    with pytest.raises(ValueError, match=r"(?i)url|denied|allowed|load|http"):
        list(draw([figure], formats=("svg",)))
    assert figure.vega_lite["data"]["url"]
