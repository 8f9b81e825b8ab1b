"""Portraits and roles as pages show them."""

from __future__ import annotations

import zlib

from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pshub.people.profiles.models import Profile, ProfileRole
from pshub.people.profiles.reading import SMALL

register = template.Library()

#: Left out of initials.
_JOINING = frozenset({"of", "and", "the", "for", "de", "van", "von"})
_GROUNDS = 6


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum() and word.lower() not in _JOINING]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def portrait(profile: Profile, css: str, spec: str = SMALL) -> SafeString:
    """Draw somebody's portrait, or their initials on a ground that is always the same for the same name.

    The name stands beside it, so neither is read out.
    """
    if profile.picture is not None:
        drawn = profile.picture.get_rendition(spec)
        return format_html(
            '<img class="{}" src="{}" width="{}" height="{}" alt="" loading="lazy">',
            css,
            drawn.url,
            drawn.width,
            drawn.height,
        )
    ground = zlib.crc32(profile.name.encode()) % _GROUNDS + 1
    return format_html(
        '<span class="{} psh-initials psh-initials--{}" aria-hidden="true">{}</span>',
        css,
        ground,
        _initials(profile.name),
    )


@register.filter
def page_of_person(profile: Profile) -> str:
    """Return the whole address of the page about somebody."""
    return f"{settings.BASE_URL}{profile.get_absolute_url()}" if profile.slug else settings.BASE_URL


@register.filter
def years_of_role(role: ProfileRole) -> str:
    """Say from when to when somebody has had a role, to the month."""
    start = formats.date_format(role.started_on, "F Y") if role.started_on else ""
    end = formats.date_format(role.ended_on, "F Y") if role.ended_on else ""
    if start and end:
        return start if start == end else _("%(start)s to %(end)s") % {"start": start, "end": end}
    if end:
        return _("until %(end)s") % {"end": end}
    if not start:
        return _("now")
    ahead = role.started_on is not None and role.started_on > timezone.localdate()
    return _("from %(start)s") % {"start": start} if ahead else _("since %(start)s") % {"start": start}
