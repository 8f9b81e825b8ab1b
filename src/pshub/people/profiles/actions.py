"""What can be done with profiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import ModelLogEntry, Revision

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import User
from pshub.people.permissions import require
from pshub.people.profiles import changes
from pshub.people.profiles.models import BIOGRAPHY_FEATURES, Profile, ProfileLink, ProfileRole
from pshub.people.rich_text import cleaned

MANAGE = "profiles.manage"


def _user(by: Actor) -> User | None:
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None


def actor_of_wagtail(user: User | None) -> Actor:
    """Return who acts where Wagtail names an account, or nobody: then it is its schedule."""
    return Actor.user(user) if user is not None else Actor.system("schedule")


def create_profile(
    *,
    name: str,
    slug: str,
    by: Actor,
    roles: Iterable[Mapping[str, Any]] = (),
    links: Iterable[Mapping[str, Any]] = (),
    publish: bool = True,
    **fields: Any,
) -> Profile:
    """Make a profile, with roles and links, and show it unless asked not to.

    Raises
    ------
    django.core.exceptions.ValidationError
        Where a field does not hold what it should; nothing is written.
    """
    require(by, MANAGE)
    fields["biography"] = cleaned(str(fields.get("biography", "")), BIOGRAPHY_FEATURES)
    profile = Profile(name=name, slug=slug, live=False, **fields)
    profile.roles = [ProfileRole(sort_order=order, **role) for order, role in enumerate(roles)]
    profile.links = [ProfileLink(sort_order=order, **link) for order, link in enumerate(links)]
    for part in (*profile.roles.all(), *profile.links.all()):
        part.full_clean(exclude=["profile"])
    profile.full_clean()
    with transaction.atomic():
        profile.save()
        revision = profile.save_revision(user=_user(by), log_action=True)
        audit(by, verb="profile.created", target=profile)
        if publish:
            _publish(revision, by=by, wagtail={})
    profile.refresh_from_db()
    return profile


def publish_from_wagtail(*, revision: Revision, user: User | None, **wagtail: Any) -> None:
    """Publish a revision as Wagtail asks for it: from its studio, at the end of a workflow, or by schedule."""
    _publish(revision, by=actor_of_wagtail(user), wagtail=wagtail)


def _publish(revision: Revision, *, by: Actor, wagtail: Mapping[str, Any]) -> None:
    require(by, MANAGE)
    with transaction.atomic():
        before = Profile.objects.select_for_update().get(pk=int(revision.object_id))
        _tell_of_organisations(before)
        PublishRevisionAction(revision, user=_user(by), **wagtail).execute(skip_permission_checks=True)
        after = Profile.objects.get(pk=before.pk)
        audit(by, verb="profile.published", target=after, detail={"revision": revision.pk})
        same = (before.name, before.slug, before.shown) == (after.name, after.slug, after.shown)
        changes.tell(changes.PERSON, after.pk, was="" if same else before.slug)
        _tell_of_organisations(after)


def unpublish_from_wagtail(*, profile: Profile, user: User | None, **wagtail: Any) -> None:
    """Hide somebody as Wagtail asks for it."""
    _unpublish(profile, by=actor_of_wagtail(user), wagtail=wagtail)


def hide_profile(*, profile: Profile, by: Actor) -> None:
    """Take the page about somebody off the public site."""
    _unpublish(profile, by=by, wagtail={})


def _unpublish(profile: Profile, *, by: Actor, wagtail: Mapping[str, Any]) -> None:
    require(by, MANAGE)
    with transaction.atomic():
        UnpublishAction(profile, user=_user(by), **wagtail).execute(skip_permission_checks=True)
        audit(by, verb="profile.hidden", target=profile)
        changes.tell(changes.PERSON, profile.pk, was=profile.slug)
        _tell_of_organisations(profile)


def delete_profile(*, profile: Profile, by: Actor) -> None:
    """Delete a profile with its drafts and with what the studio's log says of it; the site then names nobody there."""
    require(by, MANAGE)
    with transaction.atomic():
        key = profile.pk
        _delete(profile)
        audit(by, verb="profile.deleted", detail={"profile": key})


def _delete(profile: Profile) -> None:
    key = profile.pk
    _tell_of_organisations(profile)
    ModelLogEntry.objects.for_instance(profile).delete()
    profile.delete()
    changes.tell(changes.PERSON, key, was=profile.slug)


def _tell_of_organisations(profile: Profile) -> None:
    keys = set(ProfileRole.objects.filter(profile_id=profile.pk).values_list("organisation_id", flat=True))
    for key in sorted((keys | {profile.home_organisation_id}) - {None}):
        changes.tell(changes.ORGANISATION, key)


def export_profile(user: User) -> dict[str, Any] | None:
    """Return what the profile of an account says, as JSON values."""
    profile = Profile.objects.filter(user=user).first()
    if profile is None:
        return None
    columns = ("name", "slug", "role_line", "pronouns", "orcid", "biography")
    return {
        **{column: getattr(profile, column) for column in columns},
        "links": list(profile.links.values("label", "url")),
        "roles": [
            {
                "kind": role.kind,
                "title": role.title,
                "organisation": str(role.organisation or ""),
                "from": role.started_on.isoformat() if role.started_on else None,
                "to": role.ended_on.isoformat() if role.ended_on else None,
            }
            for role in profile.roles.select_related("organisation")
        ],
    }


def erase_profile(user: User) -> None:
    """Delete the profile of an account that is being erased, in the caller's transaction."""
    for profile in Profile.objects.filter(user=user):
        _delete(profile)
