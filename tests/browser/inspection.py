"""What is looked at on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (320, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,
}
#: Colours that are on their way from one scheme to the other are nobody's colours.
SETTLED = "() => Promise.allSettled(document.getAnimations().map(animation => animation.finished))"


@dataclass(frozen=True)
class Fault:
    """Something wrong with a page, where, and in which window."""

    window: str
    rule: str
    where: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.window}: {self.rule} at {self.where}"


def faults(page: Page, *, reflow: bool = True) -> list[Fault]:
    """Return what axe finds in a narrow and a wide window, in light and dark, and where a narrow page scrolls sideways.

    Parameters
    ----------
    page
        A page that has been loaded.
    reflow
        Whether the page must fit a window 320 pixels wide, as 400 % zoom makes it.
    """
    found: list[Fault] = []
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(SETTLED)
            window = f"{width} px, {scheme}"
            for violation in page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)["violations"]:
                found.extend(
                    Fault(window, violation["id"], f"{node['html'][:160]} ({node['failureSummary'][:200]})")
                    for node in violation["nodes"]
                )
        if reflow:
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(Fault(f"{width} px", "reflow", f"the page is {wide} px wide"))
    return found
