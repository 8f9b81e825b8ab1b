"""The analyst's report: one self-contained page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from pshub.cli import opinion_text
from pshub.cli.opinion_figures import Drawing
from pshub.cli.opinion_files import RESTRICTED
from pshub.methods.opinion import method
from pshub.methods.opinion.opinion_map import OpinionMap


def report_html(
    drawn: OpinionMap, *, title: str, source: str, digest: str, figures: Sequence[Drawing], notes: Sequence[str]
) -> bytes:
    """Return the report of a map as a page that needs nothing else: no scripts, no network, prints well.

    Parameters
    ----------
    title
        What was asked, or the name of the source.
    digest
        The result's digest.
    figures
        Drawings to show; none where figures were not asked for.
    notes
        What was noticed while the votes were read.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pshub.cli", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["data_uri"] = _data_uri
    environment.filters["number"] = _number
    page = environment.get_template("opinion_report.html").render(
        title=title,
        source=source,
        digest=digest,
        restricted=RESTRICTED,
        figures={figure.name: figure for figure in figures},
        notes=[*notes, *opinion_text.notices(drawn)],
        people=len(drawn.votes.participants),
        votes=drawn.votes.size,
        statements=len(drawn.statements),
        placed=sum(group.size for group in drawn.groups),
        groups=drawn.groups,
        parts=opinion_text.group_parts(drawn),
        agreed=opinion_text.shared_lines(drawn, "agree"),
        disagreed=opinion_text.shared_lines(drawn, "disagree"),
        divisive=opinion_text.divisive_lines(drawn),
        named=[(one, opinion_text.sides_in_words(one)) for one in opinion_text.named_on_map(drawn)],
        every=opinion_text.every_line(drawn),
        seen=opinion_text.seen_in_words(drawn),
        certainty=opinion_text.certainty(drawn),
        method=method(),
        parameters=drawn.parameters.to_dict(),
        axes=drawn.axes,
    )
    return page.encode("utf-8")


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")


def _number(value: Any) -> str:
    return f"{value:,}"
