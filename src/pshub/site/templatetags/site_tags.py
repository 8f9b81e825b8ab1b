"""How dates, numbers, fields, tables and shares are shown. Presentation only: nothing here decides anything."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.db.models.fields.files import FieldFile
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils import formats, timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pshub.evidence.cells import row_anchor, row_key

register = template.Library()

#: Spaces that keep a number and its unit on one line, and set groups of three digits apart.
NO_BREAK = "\u00a0"
MINUS = "\u2212"


@register.filter
def number(value: Any) -> str:
    """Show a number in the reader's way: 12,480; a true minus sign; words pass unchanged."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    shown = formats.number_format(value, use_l10n=True, force_grouping=True)
    return shown.replace("-", MINUS, 1) if value < 0 else shown


@register.filter
def percent(share: Any) -> str:
    """Show a share from 0 to 1 as a whole percentage: 0.415 is 42%."""
    if not isinstance(share, int | float) or isinstance(share, bool):
        return "–"
    return f"{number(round(share * 100))}%"


@register.filter
def day(value: date | datetime | None) -> str:
    """Show a date in words: 7 March 2026."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """Show a time in words: 7 March 2026, 2:05 p.m."""
    if value is None:
        return ""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "j F Y, P")


@register.simple_tag
def imprecise_date(value: date | None, precision: str = "day", words: str = "") -> str:
    """Show a date no more exactly than it is known.

    `precision` is ``day``, ``month``, ``year``, or ``part`` (early, mid or late in its month); `words`, such as
    "late June 2011", take the place of all of it.
    """
    if words:
        return words
    if value is None:
        return _("date not known")
    if precision == "year":
        return formats.date_format(value, "Y")
    if precision == "month":
        return formats.date_format(value, "F Y")
    if precision == "part":
        part = _("early") if value.day <= 10 else _("mid") if value.day <= 20 else _("late")
        return f"{part} {formats.date_format(value, 'F Y')}"
    return formats.date_format(value, "j F Y")


@register.filter
def initials(name: str) -> str:
    """Return up to two initials of a name, leaving out short joining words."""
    words = [
        word for word in str(name).split() if word[0].isalnum() and word.lower() not in {"of", "and", "the", "for"}
    ]
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def file_url(file: FieldFile | None) -> str:
    """Return the address of an uploaded file, or nothing where there is none."""
    return file.url if file else ""


@register.filter
def short_digest(digest: str) -> str:
    """Show the start of a digest, enough to tell two apart by eye."""
    return str(digest).removeprefix("sha256:")[:12]


@register.filter
def cell_in_words(address: str) -> str:
    """Say where a number stands: table, row and column of its address."""
    return ", ".join(part.replace("-", " ").replace("_", " ") for part in address.split("/"))


@register.filter
def table_rows(table: Any, anchors: bool = False) -> SafeString:
    """Write the rows of an evidence table, the first cell of each as its heading; an empty cell is a dash.

    Tables have thousands of cells, for which a template's loop is too slow. With `anchors` each row has a name that a
    number in a text can lead to.
    """
    numeric = [column.type in {"integer", "number"} for column in table.columns]
    opened = [
        '<th scope="row" class="govuk-table__header">',
        *(
            f'<td class="govuk-table__cell{" govuk-table__cell--numeric" if is_number else ""}">'
            for is_number in numeric[1:]
        ),
    ]
    closed = ["</th>", *("</td>" for _ in numeric[1:])]
    lines = []
    for row in table.rows:
        cells = "".join(
            start + escape(number(cell)) + end for start, cell, end in zip(opened, row, closed, strict=True)
        )
        name = f' id="{row_anchor(table.name, row_key(str(row[0])))}"' if anchors and row else ""
        lines.append(f'<tr class="govuk-table__row"{name}>{cells}</tr>\n')
    return mark_safe("".join(lines))  # noqa: S308  (each cell is escaped above)


@register.simple_tag
def widget_kind(field: BoundField) -> str:
    """Return which of GOV.UK Frontend's components shows a field."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.Select):
        return "select"
    return "input"


@register.simple_tag
def govuk_widget(field: BoundField) -> SafeString:
    """Render a field's control with its class and with what describes it."""
    kind = widget_kind(field)
    css = "govuk-checkboxes__input" if kind == "checkbox" else f"govuk-{kind}"
    if field.errors and kind in {"input", "textarea", "select"}:
        css += f" govuk-{kind}--error"
    own = field.field.widget.attrs.get("class", "")
    described = " ".join(
        f"{field.auto_id}_{part}" for part, there in (("hint", field.help_text), ("error", field.errors)) if there
    )
    attrs: dict[str, Any] = {"class": f"{css} {own}".strip()}
    if described:
        attrs["aria-describedby"] = described
    # A placeholder is no label and is often too faint to read.
    if "placeholder" in field.field.widget.attrs:
        attrs["placeholder"] = ""
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def page_address(context: Context, page_number: int) -> str:
    """Return the address of another page of the same list, with the filters kept."""
    parameters = context["request"].GET.copy()
    parameters["page"] = str(page_number)
    return f"?{parameters.urlencode()}"


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Return the page numbers to link: ends and neighbours, None where some are left out."""
    shown = sorted({1, page.paginator.num_pages, *range(page.number - 1, page.number + 2)})
    numbers: list[int | None] = []
    previous = 0
    for value in shown:
        if not 1 <= value <= page.paginator.num_pages:
            continue
        if value != previous + 1:
            numbers.append(None)
        numbers.append(value)
        previous = value
    return numbers


@register.inclusion_tag("site/components/share_bar.html")
def share_bar(agree: float, disagree: float, passed: float, *, words: bool = True) -> dict[str, Any]:
    """Show agree, disagree and pass as one bar with the percentages in words.

    Takes counts or shares; the widths add up to the whole.
    """
    total = agree + disagree + passed
    parts = [("agree", _("agree"), agree), ("disagree", _("disagree"), disagree), ("pass", _("pass"), passed)]
    bars, start = [], 0.0
    for key, label, value in parts:
        width = 100 * value / total if total else 0.0
        bars.append({"key": key, "label": label, "x": f"{start:.2f}", "width": f"{width:.2f}", "percent": round(width)})
        start += width
    return {"bars": bars, "known": bool(total), "words": words}


@register.simple_tag
def progress_bar(done: int, total: int) -> SafeString:
    """Draw how much of something is done; the words beside it say the same, so it is hidden from screen readers."""
    width = 100 * min(done, total) / total if total else 0
    return format_html(
        '<svg class="psh-progress__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="psh-progress__track" width="100" height="8" rx="2"></rect>'
        '<rect class="psh-progress__done" width="{}" height="8" rx="2"></rect></svg>',
        f"{width:.1f}",
    )
