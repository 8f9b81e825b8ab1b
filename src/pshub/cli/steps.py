"""Saying what a command is doing, so that nobody waits in front of a silent screen."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click


class Step:
    """One step under way; call it with how far it is (0 to 1) and what it is at."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._on_screen = sys.stdout.isatty()
        self._said: set[str] = set()

    def __call__(self, fraction: float, doing: str = "") -> None:
        """Show how far the step is: on a terminal in place, elsewhere one line for each new thing."""
        text = f"  {self.title}: {doing}" if doing else f"  {self.title}"
        if self._on_screen:
            click.echo(f"\r\x1b[2K{text} ({min(max(fraction, 0.0), 1.0):.0%})", nl=False)
        elif text not in self._said:
            click.echo(text)
        self._said.add(text)


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show a step of a command and how long it took."""
    shown = Step(title)
    shown(0.0)
    start = time.monotonic()
    try:
        yield shown
    except BaseException:
        if shown._on_screen:
            click.echo("")
        raise
    seconds = time.monotonic() - start
    lead = "\r\x1b[2K" if shown._on_screen else ""
    click.echo(f"{lead}  {title}: done in {seconds:.1f} s")
