"""An issue as e-mail: HTML from MJML, and plain text from the same parts."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import html as markup  # type: ignore[import-untyped]

from pshub.publishing.newsletters.cards import whole
from pshub.publishing.newsletters.models import NewsletterIssuePage
from pshub.publishing.newsletters.parts import Part, Parts
from pshub.publishing.newsletters.plain import plain_text

#: Stand for the recipient's own addresses in what is kept; a name under .invalid never leads anywhere (RFC 2606).
UNSUBSCRIBE = "https://unsubscribe.invalid/"
PREFERENCES = "https://preferences.invalid/"
#: Mail programs show lines of plain text as they are.
WIDTH = 76


@dataclass(frozen=True, slots=True)
class Mail:
    """Both parts of a message."""

    html: str
    text: str


def absolute(fragment: str) -> str:
    """Return HTML whose links and pictures work from outside, well formed."""
    if not fragment.strip():
        return ""
    tree = markup.fragment_fromstring(fragment, create_parent="div")
    tree.rewrite_links(whole)
    inside = "".join(markup.tostring(child, encoding="unicode", method="html") for child in tree)
    return (tree.text or "") + inside


def _slot(number: int) -> str:
    return f"psh-slot-{number}-"


def render(issue: NewsletterIssuePage, parts: Parts) -> Mail:
    """Return an issue as e-mail, with `UNSUBSCRIBE` and `PREFERENCES` where each recipient's own addresses belong."""
    with override(settings.LANGUAGE_CODE):
        return Mail(html=_html(issue, parts), text=_text(issue, parts))


def _html(issue: NewsletterIssuePage, parts: Parts) -> str:
    # Loaded where mail is written only: no page of the public site needs them.
    import css_inline
    import mrml

    introduction = absolute(issue.introduction)
    # Editors' markup takes its place after MJML has been read, so that nothing in it can be taken for MJML.
    slots = {_slot(number): absolute(part.html) for number, part in enumerate(parts.parts) if part.kind == "text"}
    slots[_slot(len(parts.parts))] = introduction
    context = {
        "issue": issue,
        "parts": [(part, _slot(number)) for number, part in enumerate(parts.parts)],
        "introduction": _slot(len(parts.parts)) if introduction else "",
        "hub_name": settings.HUB_NAME,
        "hub_url": whole("/"),
        "web_url": issue.get_full_url() or whole("/newsletters/"),
        "language": settings.LANGUAGE_CODE,
        "unsubscribe": UNSUBSCRIBE,
        "preferences": PREFERENCES,
    }
    source = render_to_string("newsletters/mail/issue.mjml", context)
    made = mrml.to_html(source, None, mrml.RenderOptions(disable_comments=False, fonts={})).content
    for slot, inside in slots.items():
        made = made.replace(slot, inside)
    style = render_to_string("newsletters/mail/inline.css")
    return css_inline.CSSInliner(keep_style_tags=True, extra_css=style, load_remote_stylesheets=False).inline(made)


def _text(issue: NewsletterIssuePage, parts: Parts) -> str:
    title = issue.title
    blocks = [settings.HUB_NAME, f"{title}\n{'=' * min(len(title), WIDTH)}", plain_text(absolute(issue.introduction))]
    for part in parts.parts:
        blocks.append(_plain_part(part))
    web = issue.get_full_url() or whole("/newsletters/")
    blocks += [
        "-- ",
        _("Read this on the web: %(url)s") % {"url": web},
        _("You get this because you signed up for the newsletter of %(hub)s.") % {"hub": settings.HUB_NAME},
        _("Choose topics or take a break: %(url)s") % {"url": PREFERENCES},
        _("Unsubscribe: %(url)s") % {"url": UNSUBSCRIBE},
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _plain_part(part: Part) -> str:
    match part.kind:
        case "heading":
            return f"{part.text}\n{'-' * min(len(part.text), WIDTH)}"
        case "text":
            return plain_text(absolute(part.html))
        case "picture":
            return _wrapped(_("[Picture: %(words)s]") % {"words": part.text or part.description})
        case "divider":
            return "* * *"
        case "page" if part.card is not None:
            card = part.card
            lines = [f"* {card.title}", *(_wrapped(words, "  ") for words in (card.meta, card.summary) if words)]
            return "\n".join([*lines, f"  {card.url}"])
        case _:
            return ""


def _wrapped(words: str, indent: str = "") -> str:
    return textwrap.fill(
        words, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
