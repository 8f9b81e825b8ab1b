"""What can be done with accounts, roles and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from pshub.delivery import outbox
from pshub.people import personal_data
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.groups import follow_roles
from pshub.people.models import AuditEntry, Organisation, RoleAssignment, User
from pshub.people.permissions import NotPermitted, require
from pshub.people.requests import forget_actor
from pshub.people.roles import STUDIO_ROLES, Role

INVITATION = "people.invitation"
ERASED = "erased account"
#: Roles that somebody can be given; the others follow from how somebody came.
ROLES_GIVEN = STUDIO_ROLES


class PeopleError(ValueError):
    """Something about accounts, roles or organisations cannot be done."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def create_account(
    *,
    email: str,
    name: str = "",
    password: str | None = None,
    roles: Iterable[str] = (),
    demo: bool = False,
    by: Actor,
) -> User:
    """Make an account. Without a password its owner is sent a link to choose one.

    Raises
    ------
    PeopleError
        ``bad-address``, ``address-taken``, ``weak-password`` or ``unknown-role``.
    """
    require(by, "people.manage")
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise PeopleError("bad-address", f"“{email}” is not an e-mail address such as name@example.org") from None
    if password is not None:
        try:
            validate_password(password)
        except ValidationError as weak:
            raise PeopleError("weak-password", " ".join(weak.messages)) from None
    wanted = [_role(role) for role in roles]
    try:
        with transaction.atomic():
            user = User.objects.create_user(address, password, name=name.strip(), demo=demo)
            # Whoever manages people vouches for the address: the invitation goes there and nowhere else.
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
            audit(by, verb="account.created", target=user)
            for role in wanted:
                give_role(user=user, role=role, by=by)
            if password is None and not demo:
                outbox.enqueue(INVITATION, {"user": user.pk}, key=f"invitation-{user.pk}")
    except IntegrityError:
        raise PeopleError("address-taken", f"there is an account for {address} already: change that one") from None
    return user


def _role(value: str) -> Role:
    for role in ROLES_GIVEN:
        if role.value == value:
            return role
    known = ", ".join(sorted(role.value for role in ROLES_GIVEN))
    raise PeopleError("unknown-role", f"“{value}” is not a role that can be given: choose one of {known}")


def change_account(
    *, user: User, name: str | None = None, is_active: bool | None = None, roles: Iterable[str] | None = None, by: Actor
) -> User:
    """Change a name, shut or open an account, or set the roles it has; what is None stays."""
    require(by, "people.manage")
    wanted = None if roles is None else {_role(role) for role in roles}
    with transaction.atomic():
        stored = User.objects.select_for_update().get(pk=user.pk)
        changed: dict[str, Any] = {}
        if name is not None and name.strip() != stored.name:
            stored.name = name.strip()
            changed["name"] = True
        if is_active is not None and is_active != stored.is_active:
            if not is_active:
                _keep_an_administrator(stored)
            stored.is_active = is_active
            changed["is_active"] = is_active
        if changed:
            stored.save(update_fields=sorted(changed))
            audit(by, verb="account.changed", target=stored, detail=changed)
        if wanted is not None:
            held = {Role(role) for role in stored.role_assignments.values_list("role", flat=True)}
            for role in sorted(wanted - held):
                give_role(user=stored, role=role, by=by)
            for role in sorted(held - wanted):
                take_role(user=stored, role=role, by=by)
    return stored


def give_role(*, user: User, role: str, by: Actor) -> RoleAssignment:
    """Give somebody a role across the whole hub."""
    require(by, "people.manage")
    wanted = _role(role)
    with transaction.atomic():
        given, created = RoleAssignment.objects.get_or_create(user=user, role=wanted)
        if created:
            follow_roles(user.pk)
            audit(by, verb="role.given", target=user, detail={"role": wanted.value})
    forget_actor(user)
    return given


def take_role(*, user: User, role: str, by: Actor) -> None:
    """Take a role from somebody. The last administrator stays one, or nobody could ever make another."""
    require(by, "people.manage")
    taken = _role(role)
    with transaction.atomic():
        if taken == Role.ADMINISTRATOR:
            _keep_an_administrator(user)
        deleted, _ = RoleAssignment.objects.filter(user=user, role=taken).delete()
        if deleted:
            follow_roles(user.pk)
            audit(by, verb="role.taken", target=user, detail={"role": taken.value})
    forget_actor(user)


def _keep_an_administrator(user: User) -> None:
    """Refuse where an account is the only administrator that can sign in."""
    administrators = set(
        RoleAssignment.objects.select_for_update()
        .filter(role=Role.ADMINISTRATOR, user__is_active=True)
        .values_list("user_id", flat=True)
    )
    if administrators == {user.pk}:
        raise PeopleError(
            "last-administrator", "this is the only administrator: make somebody else an administrator first"
        )


def create_organisation(
    *,
    name: str,
    kind: str = "",
    website: str = "",
    description: str = "",
    picture: Any = None,
    slug: str = "",
    by: Actor,
) -> Organisation:
    """Add a body: a council, college, health partnership, charity or group."""
    require(by, "inquiries.manage")
    if not name.strip():
        raise PeopleError("no-name", "an organisation needs a name")
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                name=name.strip(),
                slug=slug or slugify(name)[:200] or "organisation",
                kind=kind,
                website=website,
                description=description,
                picture=picture or "",
            )
            audit(by, verb="organisation.created", target=organisation)
    except IntegrityError:
        raise PeopleError(
            "name-taken", f"“{name.strip()}”, or a name that gives the same address, is there already: change that one"
        ) from None
    return organisation


def change_organisation(*, organisation: Organisation, by: Actor, **values: Any) -> Organisation:
    """Change what is said about an organisation: any of name, kind, website, description, picture."""
    require(by, "inquiries.manage")
    known = {"name", "kind", "website", "description", "picture"}
    if unknown := sorted(set(values) - known):
        raise PeopleError("unknown-field", f"an organisation has no {', '.join(unknown)}")
    try:
        with transaction.atomic():
            stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
            for field, value in values.items():
                setattr(stored, field, value or "")
            stored.save(update_fields=sorted(values))
            audit(by, verb="organisation.changed", target=stored, detail={"fields": sorted(values)})
    except IntegrityError:
        raise PeopleError("name-taken", f"“{values.get('name')}” is there already") from None
    return stored


def _own_or_managed(user: User, by: Actor) -> None:
    """Let somebody handle the own account; anybody else needs the capability."""
    if by.kind == "user" and by.user_id == user.pk:
        return
    try:
        require(by, "people.manage")
    except NotPermitted:
        raise NotPermitted(by, "account.own") from None


def export_my_data(*, user: User, by: Actor) -> dict[str, Any]:
    """Return all that is held about an account, as JSON values."""
    _own_or_managed(user, by)
    with transaction.atomic():
        taken = {
            "account": {
                "email": user.email,
                "name": user.name,
                "joined": user.date_joined.isoformat(),
                "last_sign_in": user.last_login.isoformat() if user.last_login else None,
                "roles": sorted(user.role_assignments.values_list("role", flat=True)),
                "addresses": sorted(EmailAddress.objects.filter(user=user).values_list("email", flat=True)),
            },
            "what_you_did": [
                {"at": entry.at.isoformat(), "verb": entry.verb, "target": entry.target, "detail": entry.detail}
                for entry in AuditEntry.objects.filter(user=user).order_by("at")
            ],
            **{holding.name: holding.export(user) for holding in personal_data.registered()},
        }
        audit(by, verb="account.exported", target=user)
    return taken


def erase_account(*, user: User, by: Actor) -> None:
    """Delete an account and everything that names its owner.

    What the owner did stays in the audit log without a name, because it is part of how public things came about.
    """
    _own_or_managed(user, by)
    with transaction.atomic():
        stored = User.objects.select_for_update().get(pk=user.pk)
        _keep_an_administrator(stored)
        for holding in personal_data.registered():
            holding.erase(stored)
        AuditEntry.objects.filter(user=stored).update(actor=ERASED, user=None)
        key = stored.pk
        stored.delete()
        own = by.user_id == key
        who = Actor(kind=by.kind, label=ERASED, roles=by.roles) if own else by
        audit(who, verb="account.erased", detail={"account": key})
