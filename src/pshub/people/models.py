"""Accounts, organisations, who has which role, and the audit log."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from pshub.people.roles import Role


class UserManager(BaseUserManager["User"]):
    """Accounts are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an account; without a password nobody can sign in to it by one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an administrator's account."""
        fields.setdefault("is_staff", True)
        fields.setdefault("is_superuser", True)
        return self.create_user(email, password, **fields)


class User(AbstractUser):
    """Somebody with an account."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    #: Made for a demonstration: signs in by a link that the demonstration prints.
    demo = models.BooleanField(default=False, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        """Name, or the address where there is no name."""
        return self.name or self.email

    def get_full_name(self) -> str:
        """Name as the studio shows it."""
        return self.name

    def get_short_name(self) -> str:
        """First word of the name."""
        return self.name.split(" ")[0] if self.name else self.email


class Organisation(models.Model):
    """A body: council, college, health partnership, charity, group."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(max_length=80, blank=True)
    website = models.URLField(blank=True)
    description = models.TextField(blank=True)
    picture = models.FileField(upload_to="organisations/", blank=True)

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        """Name."""
        return self.name


class RoleAssignment(models.Model):
    """A role that somebody has across the whole hub. Roles in one inquiry are kept by the inquiry."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=Role)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row for each role of a person."""

        constraints = (models.UniqueConstraint(fields=["user", "role"], name="role_once_per_user"),)

    def __str__(self) -> str:
        """Who is what."""
        return f"{self.user}: {self.get_role_display()}"


class AuditEntry(models.Model):
    """Who did what to what, and when. Entries are only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_kind = models.CharField(max_length=20)
    actor = models.CharField(max_length=200)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=80, db_index=True)
    target_kind = models.CharField(max_length=80, blank=True)
    target = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        """Newest first."""

        ordering = ("-at",)
        indexes = (models.Index(fields=["target_kind", "target"], name="audit_target"),)

    def __str__(self) -> str:
        """Verb and target."""
        return f"{self.actor} {self.verb} {self.target_kind} {self.target}".strip()
