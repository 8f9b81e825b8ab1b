"""The inspection itself: it must find what is wrong."""

from __future__ import annotations

from typing import Any

from inspection import faults

BAD = """<!doctype html><html lang="en"><head><title>Bad</title><style>
p { color: #bbb; background: #fff; } @media (prefers-color-scheme: dark) { p { color: #000; } }
div { width: 900px; } </style></head><body><main><h1>Bad</h1><p>Too faint in light</p><div>Too wide</div>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main></body></html>"""


def test_faint_text_missing_descriptions_and_sideways_scrolling_are_found(fresh: Any) -> None:
    page = fresh.new_page()
    page.set_content(BAD)
    found = {(fault.window, fault.rule) for fault in faults(page)}
    assert {window for window, rule in found if rule == "color-contrast"} == {"320 px, light", "1280 px, light"}
    assert {window for window, rule in found if rule == "reflow"} == {"320 px"}
    assert len([window for window, rule in found if rule == "image-alt"]) == 4
