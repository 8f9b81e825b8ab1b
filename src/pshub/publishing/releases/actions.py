"""What can be done with bundles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import User
from pshub.people.permissions import require
from pshub.publishing.releases.errors import BundleError, Refusal, ReleaseRefused
from pshub.publishing.releases.models import Bundle, BundleItem
from pshub.publishing.releases.publishables import is_publishable, key_of, targets
from pshub.publishing.releases.publishing import publish_all, rehearse

RELEASE = "releases.release"
State = Bundle.State


def _user(by: Actor) -> User | None:
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None


def _locked(bundle: Bundle) -> Bundle:
    """Return a bundle as stored, to be changed by nobody else until the transaction ends; refuse a released one."""
    stored = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if stored.state == State.RELEASED:
        raise BundleError("already-released", _("“%(name)s” was released already.") % {"name": stored.name})
    return stored


def _reopen(bundle: Bundle) -> None:
    """Take an approval back: what was approved is not what the bundle holds any more."""
    bundle.items.update(revision=None)
    Bundle.objects.filter(pk=bundle.pk).update(state=State.DRAFT, approved_by=None, approved_at=None, problems=[])


def create_bundle(*, name: str, go_live_at: datetime | None = None, by: Actor) -> Bundle:
    """Begin a bundle."""
    require(by, RELEASE)
    with transaction.atomic():
        bundle = Bundle.objects.create(name=name.strip(), go_live_at=go_live_at)
        audit(by, verb="bundle.created", target=bundle, detail={"name": bundle.name})
    return bundle


def change_bundle(*, bundle: Bundle, by: Actor, **fields: Any) -> Bundle:
    """Change its name or its time. Another time has to be approved anew."""
    require(by, RELEASE)
    with transaction.atomic():
        stored = _locked(bundle)
        moved = "go_live_at" in fields and fields["go_live_at"] != stored.go_live_at
        for name, value in fields.items():
            setattr(stored, name, value)
        stored.save(update_fields=sorted(fields))
        if moved:
            _reopen(stored)
        audit(by, verb="bundle.changed", target=stored, detail={"fields": sorted(fields)})
    stored.refresh_from_db()
    return stored


def delete_bundle(*, bundle: Bundle, by: Actor) -> None:
    """Delete a bundle that was not released; what is in it stays as it is."""
    require(by, RELEASE)
    with transaction.atomic():
        stored = _locked(bundle)
        audit(by, verb="bundle.deleted", target=stored, detail={"name": stored.name})
        stored.delete()


def add_item(*, bundle: Bundle, target: Model, by: Actor) -> BundleItem:
    """Put a page or post in; putting it in again changes nothing.

    Raises
    ------
    BundleError
        ``not-publishable``, or ``already-released``.
    """
    require(by, RELEASE)
    if not is_publishable(target):
        raise BundleError("not-publishable", _("“%(what)s” has no drafts to publish.") % {"what": target})
    content_type, object_id = key_of(target)
    with transaction.atomic():
        stored = _locked(bundle)
        last = stored.items.aggregate(last=Max("order"))["last"] or 0
        item, created = BundleItem.objects.get_or_create(
            bundle=stored,
            content_type=content_type,
            object_id=object_id,
            defaults={"title": str(target)[:255], "order": last + 1},
        )
        if created:
            _reopen(stored)
            audit(by, verb="bundle.item_added", target=stored, detail={"item": item.title})
    return item


def remove_item(*, item: BundleItem, by: Actor) -> None:
    """Take a page or post out."""
    require(by, RELEASE)
    with transaction.atomic():
        stored = _locked(item.bundle)
        item.delete()
        _reopen(stored)
        audit(by, verb="bundle.item_removed", target=stored, detail={"item": item.title})


def move_up(*, item: BundleItem, by: Actor) -> None:
    """Publish an item before the one that stands before it now."""
    require(by, RELEASE)
    with transaction.atomic():
        stored = _locked(item.bundle)
        items = list(stored.items.all())
        place = next((number for number, other in enumerate(items) if other.pk == item.pk), 0)
        if place:
            items[place - 1], items[place] = items[place], items[place - 1]
            for number, other in enumerate(items, start=1):
                other.order = number
            BundleItem.objects.bulk_update(items, ["order"])
            _reopen(stored)
            audit(by, verb="bundle.reordered", target=stored, detail={"item": item.title})


def check(*, bundle: Bundle, by: Actor) -> list[Refusal]:
    """Return every problem that a release would meet now, by trying it and taking all back."""
    require(by, RELEASE)
    return rehearse(list(bundle.items.select_related("revision")), user=_user(by), pinned=_pinned(bundle))


def _pinned(bundle: Bundle) -> bool:
    return bundle.state == State.APPROVED


def _hold_something(bundle: Bundle) -> None:
    if not bundle.items.exists():
        raise BundleError(
            "empty", _("“%(name)s” holds nothing yet: add what it shall release.") % {"name": bundle.name}
        )


def _pin(bundle: Bundle, *, by: Actor) -> None:
    """Keep which draft of each item was approved, and by whom."""
    items = list(bundle.items.all())
    for key, target in targets(items).items():
        item = next(item for item in items if item.pk == key)
        item.revision = target.get_latest_revision()
    BundleItem.objects.bulk_update(items, ["revision"])
    Bundle.objects.filter(pk=bundle.pk).update(
        state=State.APPROVED, approved_by=_user(by), approved_at=timezone.now(), problems=[]
    )


def approve(*, bundle: Bundle, by: Actor) -> Bundle:
    """Approve the latest drafts of all items: those, and no later ones, are what is released.

    Raises
    ------
    ReleaseRefused
        Where any of them could not be published; nothing is approved.
    BundleError
        ``empty``, ``time-passed`` or ``already-released``.
    """
    require(by, RELEASE)
    with transaction.atomic():
        stored = _locked(bundle)
        _hold_something(stored)
        if stored.go_live_at is not None and stored.go_live_at <= timezone.now():
            raise BundleError("time-passed", _("The time to go live has passed: set another, or release it now."))
        _reopen(stored)
        refused = rehearse(list(stored.items.all()), user=_user(by), pinned=False)
        if refused:
            raise ReleaseRefused(stored.name, refused)
        _pin(stored, by=by)
        audit(by, verb="bundle.approved", target=stored, detail={"items": stored.items.count()})
    stored.refresh_from_db()
    return stored


def take_back(*, bundle: Bundle, by: Actor) -> Bundle:
    """Take an approval back, so that nothing is released by itself."""
    require(by, RELEASE)
    with transaction.atomic():
        stored = _locked(bundle)
        _reopen(stored)
        audit(by, verb="bundle.approval_taken_back", target=stored)
    stored.refresh_from_db()
    return stored


def release(*, bundle: Bundle, by: Actor) -> Bundle:
    """Publish everything in a bundle in one transaction, or nothing.

    Of an approved bundle the approved drafts are published, of another the latest ones.

    Raises
    ------
    ReleaseRefused
        With every problem of every item; nothing is published, and the problems are kept with the bundle.
    BundleError
        ``empty`` or ``already-released``.
    """
    require(by, RELEASE)
    try:
        with transaction.atomic():
            stored = _locked(bundle)
            _hold_something(stored)
            if stored.state != State.APPROVED:
                _pin(stored, by=by)
            refused = publish_all(
                list(stored.items.select_related("revision")), user=_publisher(stored, by), pinned=True
            )
            if refused:
                raise ReleaseRefused(stored.name, refused)
            Bundle.objects.filter(pk=stored.pk).update(state=State.RELEASED, released_at=timezone.now(), problems=[])
            audit(
                by, verb="bundle.released", target=stored, detail={"items": [str(item) for item in stored.items.all()]}
            )
    except ReleaseRefused as refusal:
        _note(bundle, refusal, by=by)
        raise
    stored.refresh_from_db()
    return stored


def _publisher(bundle: Bundle, by: Actor) -> User | None:
    """Return in whose name items are published: who releases, or for the schedule who approved."""
    return _user(by) or Bundle.objects.get(pk=bundle.pk).approved_by


def _note(bundle: Bundle, refusal: ReleaseRefused, *, by: Actor) -> None:
    """Keep why a release was refused, in a transaction of its own; it is not tried again by itself."""
    with transaction.atomic():
        kept = [refused.as_json() for refused in refusal.refusals]
        Bundle.objects.filter(pk=bundle.pk).exclude(state=State.RELEASED).update(state=State.REFUSED, problems=kept)
        audit(by, verb="bundle.refused", target=bundle, detail={"problems": kept})


def release_due(*, now: datetime | None = None, by: Actor) -> list[Bundle]:
    """Release approved bundles whose time has come; one that is refused says so and does not hold up the next."""
    due = Bundle.objects.filter(state=State.APPROVED, go_live_at__lte=now or timezone.now()).order_by("go_live_at")
    released = []
    for bundle in due:
        try:
            released.append(release(bundle=bundle, by=by))
        except BundleError:
            continue  # kept with the bundle and in the audit log; or another worker was quicker
    return released
