"""Wagtail's own permission rows (pages, pictures, documents), kept in step with the table of roles.

Wagtail asks groups, not a back-end, who may edit pages below a page and files in a collection. So each role that works
on them has a group, which holds those rows at the root. Nobody edits the groups by hand.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from pshub.people.models import RoleAssignment
from pshub.people.roles import STUDIO_ROLES, Role, roles_allow

#: capability -> what it allows below the root page.
PAGES = {
    "pages.edit": ("add_page", "change_page", "lock_page"),
    "pages.publish": ("publish_page", "unlock_page", "bulk_delete_page"),
}
#: capability -> (application, permission) on files in the root collection.
FILES = {
    "pages.edit": (
        ("wagtailimages", "add_image"),
        ("wagtailimages", "change_image"),
        ("wagtailimages", "choose_image"),
        ("wagtaildocs", "add_document"),
        ("wagtaildocs", "change_document"),
        ("wagtaildocs", "choose_document"),
    ),
}
#: Groups that Wagtail makes when it is installed. Nobody is in them here.
_UNUSED = ("Editors", "Moderators")


def group_name(role: Role) -> str:
    """Return the name of a role's group."""
    return f"role:{role.value}"


def _permission(app: str, codename: str) -> Permission | None:
    return Permission.objects.filter(content_type__app_label=app, codename=codename).first()


def ensure_groups() -> dict[Role, Group]:
    """Make the groups of the roles, with the rows that the table of roles calls for and no others."""
    made: dict[Role, Group] = {}
    with transaction.atomic():
        Group.objects.filter(name__in=_UNUSED, user__isnull=True).delete()
        root = Page.objects.filter(depth=1).first()
        files = Collection.get_first_root_node()
        for role in sorted(STUDIO_ROLES):
            group, _ = Group.objects.get_or_create(name=group_name(role))
            made[role] = group
            own = frozenset({role})
            if root is not None:
                pages = [name for capability, names in PAGES.items() if roles_allow(own, capability) for name in names]
                GroupPagePermission.objects.filter(group=group).exclude(
                    page=root, permission__codename__in=pages
                ).delete()
                for name in pages:
                    permission = _permission("wagtailcore", name)
                    if permission is not None:
                        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
            if files is not None:
                pairs = [pair for capability, names in FILES.items() if roles_allow(own, capability) for pair in names]
                GroupCollectionPermission.objects.filter(group=group).exclude(
                    collection=files, permission__codename__in=[name for _, name in pairs]
                ).delete()
                for app, name in pairs:
                    permission = _permission(app, name)
                    if permission is not None:
                        GroupCollectionPermission.objects.get_or_create(
                            group=group, collection=files, permission=permission
                        )
    return made


def follow_roles(user_id: int) -> None:
    """Put an account into exactly the groups of its roles."""
    groups = ensure_groups()
    held = {Role(role) for role in RoleAssignment.objects.filter(user_id=user_id).values_list("role", flat=True)}
    membership = Group.user_set.through
    wanted = {groups[role].pk for role in held if role in groups}
    membership._default_manager.filter(user_id=user_id).exclude(group_id__in=wanted).delete()
    membership._default_manager.bulk_create(
        [membership(user_id=user_id, group_id=key) for key in sorted(wanted)], ignore_conflicts=True
    )
