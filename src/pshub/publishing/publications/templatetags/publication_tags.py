"""Words with bound numbers, finding blocks, and pictures of a publication."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText, expand_db_html

from pshub.evidence.cells import row_anchor
from pshub.evidence.models import FindingState
from pshub.publishing.publications.blocks import anchor
from pshub.publishing.publications.cited import CitedFinding, CitedFindings
from pshub.publishing.publications.numbers import CellReference, replace
from pshub.publishing.publications.problems import NumberProblem

register = template.Library()


def _number(cited: CitedFindings, reference: CellReference, *, preview: bool) -> str:
    try:
        finding = cited.get(reference.digest, token=reference.token)
        if finding.hidden:
            return format_html(
                '<a class="psh-cited-number psh-cited-number--withdrawn" href="{}" title="{}">{}</a>',
                finding.url,
                finding.standing.reason,
                _("[number withdrawn]"),
            )
        table, row, *_column = reference.cell.split("/")
        title = _("From the finding “%(title)s”: %(cell)s") % {
            "title": finding.finding.title,
            "cell": reference.cell.replace("/", ", "),
        }
        return format_html(
            '<a class="psh-cited-number" href="{}#{}" title="{}">{}</a>',
            finding.url,
            row_anchor(table, row),
            title,
            finding.say(reference),
        )
    except NumberProblem as problem:
        words = str(problem) if preview else _("number not available")
        return format_html('<mark class="psh-number-problem">[{}]</mark>', words)


@register.simple_tag(takes_context=True)
def bound_text(context: Context, value: Any) -> SafeString:
    """Show words with each bound number said from its cell. Plain words are escaped, rich text is expanded."""
    cited: CitedFindings = context.get("cited") or CitedFindings(())
    text = expand_db_html(value.source) if isinstance(value, RichText) else escape(value)
    preview = bool(context.get("preview"))
    # Both branches above give safe HTML, and each number is escaped by format_html.
    return mark_safe(replace(text, lambda reference: _number(cited, reference, preview=preview)))  # noqa: S308


@register.simple_tag(takes_context=True)
def finding_view(context: Context, value: Any) -> dict[str, Any]:
    """Return what the component for a finding block shows."""
    cited: CitedFindings = context.get("cited") or CitedFindings(())
    if value["finding"] is None:
        return {"problem": _("The finding that stood here is not in this hub any more.")}
    try:
        finding = cited.by_key(value["finding"].pk)
        block = finding.block(value["figure"].strip())
        return {
            "block": block,
            "title": finding.finding.title if block.hidden else block.caption,
            "withdrawn": (finding.standing.reason or _("Its source was erased.")) if block.hidden else "",
            "table": block.table if value["show_table"] or not block.svg_url else None,
            "notice": _notice(finding),
        }
    except NumberProblem as problem:
        return {"problem": str(problem) if context.get("preview") else _("This figure is not available.")}


def _notice(finding: CitedFinding) -> str:
    if finding.standing.state == FindingState.State.SUPERSEDED:
        return _("A newer result exists. What you see here are the values as they were published.")
    if finding.standing.state == FindingState.State.SOURCE_ERASED:
        return _("The data behind this figure have been erased. Its table can still be checked.")
    return ""


@register.filter
def block_anchor(block: Any) -> str:
    """Return the address within the page of a heading."""
    return anchor(block)


@register.simple_tag
def picture(image: Any, spec: str) -> Any:
    """Return an image drawn to a size, or None where there is none."""
    return image.get_rendition(spec) if image else None
