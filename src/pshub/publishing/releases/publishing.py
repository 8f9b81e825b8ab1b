"""Publishing the parts of a bundle one after the other inside one transaction, for good or to see whether it would go.

Whether a part can be published is asked by publishing it: the checks of each area stand in its own way of publishing,
so nothing here needs to know them, and what is looked at beforehand cannot differ from what happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from pshub.people.models import User
from pshub.publishing.releases.errors import Refusal
from pshub.publishing.releases.models import BundleItem
from pshub.publishing.releases.publishables import targets


class _Rehearsed(Exception):
    """Takes back what a rehearsal wrote."""


def said_by_us(error: Exception) -> bool:
    """Return whether an error is a refusal in words for an editor, not a fault."""
    return isinstance(error, ValidationError | PermissionDenied) or isinstance(getattr(error, "code", None), str)


def reasons(error: Exception) -> tuple[str, ...]:
    """Return each reason that a refusal gives."""
    if isinstance(error, ValidationError):
        return tuple(error.messages)
    several = getattr(error, "problems", ())
    return tuple(str(problem) for problem in several) or (str(error) or _("It was refused."),)


def draft_of(item: BundleItem, target: Any) -> Revision | None:
    """Return the draft to publish: the one that was approved, or before that the latest."""
    return item.revision or target.get_latest_revision()


def beforehand(target: Any, revision: Revision | None, *, pinned: bool) -> list[str]:
    """Return what is in the way before anything is tried."""
    if target is None:
        return [_("It was deleted. Take it out of the bundle.")]
    if revision is None:
        return [_("Its draft is gone. Save it again, then approve the bundle.")]
    found = []
    if isinstance(target, Page) and target.get_ancestors().filter(live=False, depth__gt=1).exists():
        found.append(_("A page above it is not published, so nobody could reach it. Publish that one first."))
    draft = revision.as_object()
    set_for = [draft.go_live_at, *_scheduled(target)]
    times = [moment for moment in set_for if moment and moment > timezone.now()]
    if times:
        when = formats.date_format(timezone.localtime(min(times)), "j F Y, H:i")
        found.append(
            _("It is set to go live by itself on %(when)s. Take that date off: the bundle decides.") % {"when": when}
        )
    live = target.live_revision
    if pinned and live is not None and live.pk != revision.pk and live.created_at > revision.created_at:
        found.append(_("A newer draft was published since the bundle was approved. Approve the bundle again."))
    return found


def _scheduled(target: Any) -> list[Any]:
    revisions = Revision.objects.for_instance(target).filter(approved_go_live_at__isnull=False)
    return list(revisions.values_list("approved_go_live_at", flat=True))


def _publish_one(item: BundleItem, target: Any, *, user: User | None) -> None:
    """Publish one item; raise where it did not go live at once."""
    revision = draft_of(item, target)
    assert revision is not None  # noqa: S101  (`beforehand` has seen it)
    revision.publish(user=user)
    now = type(target)._default_manager.get(pk=target.pk)
    if not now.live or now.live_revision_id != revision.pk:
        raise ValidationError(_("It would not go live at once. Look at its dates."), code="not-live")


def publish_all(items: Sequence[BundleItem], *, user: User | None, pinned: bool) -> list[Refusal]:
    """Publish items in their order, in the caller's transaction, and return those that refused.

    A part that refuses leaves nothing of its own behind; whoever calls this undoes the others. All parts are tried, so
    that an editor hears of every problem at once. A fault that is no refusal is raised on.
    """
    refused = []
    found = targets(items)
    for item in items:
        target = found.get(item.pk)
        problems = beforehand(target, draft_of(item, target) if target is not None else None, pinned=pinned)
        if not problems:
            try:
                with transaction.atomic():
                    _publish_one(item, target, user=user)
            except Exception as error:
                if not said_by_us(error):
                    raise
                problems = list(reasons(error))
        if problems:
            refused.append(Refusal(str(target or item.title), tuple(problems)))
    return refused


def rehearse(items: Sequence[BundleItem], *, user: User | None, pinned: bool) -> list[Refusal]:
    """Return what would refuse if items were published now. Everything that this does is taken back."""
    refused: list[Refusal] = []
    try:
        with transaction.atomic():
            refused = publish_all(items, user=user, pinned=pinned)
            raise _Rehearsed
    except _Rehearsed:
        return refused
