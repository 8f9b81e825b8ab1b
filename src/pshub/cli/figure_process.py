"""Figures drawn in a process of their own, which warms up while this one computes.

vl-convert needs about a second to start and holds Python's lock while it works, so a thread would not do. The process
runs this very file, which therefore imports nothing of ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

# A figure with text, so that fonts are looked up before the first real one.
_WARM_UP = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"x": 1, "word": "A"}]},
    "mark": "text",
    "encoding": {"x": {"field": "x", "type": "quantitative"}, "text": {"field": "word"}},
}


class FiguresFailed(RuntimeError):
    """The figures could not be drawn."""

    code = "figures-failed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the figures could not be drawn ({reason}). Run again with --figures none to do without.")


class FigureProcess:
    """A process that turns Vega-Lite specifications into SVG. Used as a context: on leaving it, the process is gone."""

    def __enter__(self) -> FigureProcess:
        """Start the process; it warms up at once."""
        # -P keeps the names of this folder's modules out of the process's imports.
        self._process = subprocess.Popen(  # noqa: S603 - this Python and this file
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        return self

    def draw(self, specifications: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return the SVG of each specification, in order. Can be called once.

        Raises
        ------
        FiguresFailed
            Where the process ended without drawing them all.
        """
        lines = "".join(json.dumps(specification) + "\n" for specification in specifications)
        answer, complaint = self._process.communicate(lines.encode("utf-8"))
        drawn = answer.decode("utf-8").splitlines()
        if self._process.returncode or len(drawn) != len(specifications):
            said = complaint.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
            raise FiguresFailed(said[-1])
        return [json.loads(line) for line in drawn]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, if it has not ended by itself, and close what leads to it."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None and not pipe.closed:
                pipe.close()


def _serve() -> None:
    import vl_convert

    vl_convert.vegalite_to_svg(json.dumps(_WARM_UP))
    for line in sys.stdin.buffer:
        svg = vl_convert.vegalite_to_svg(line.decode("utf-8"))
        sys.stdout.write(json.dumps(svg) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
