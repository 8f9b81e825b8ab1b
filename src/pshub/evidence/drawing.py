"""Drawing figures. Only the worker and the command line load this: the library behind it is large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pshub.evidence.kinds import Figure
from pshub.evidence.pictures import Picture, checked_svg

PNG_SCALE = 2.0


def draw(figures: Iterable[Figure], *, formats: tuple[str, ...] = ("svg", "png")) -> Iterator[Picture]:
    """Yield each figure in each format. Nothing is fetched: specifications carry their own data."""
    import vl_convert

    for figure in figures:
        specification = {"width": figure.width, "height": figure.height, **figure.vega_lite}
        if "svg" in formats:
            svg = vl_convert.vegalite_to_svg(vl_spec=specification, allowed_base_urls=[])
            yield Picture(figure.name, "svg", checked_svg(svg).encode("utf-8"))
        if "png" in formats:
            png = vl_convert.vegalite_to_png(vl_spec=specification, scale=PNG_SCALE, allowed_base_urls=[])
            yield Picture(figure.name, "png", bytes(png))
