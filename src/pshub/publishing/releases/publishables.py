"""What can be put in a bundle: every page, and everything else that Wagtail keeps drafts of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page

from pshub.publishing.releases.models import BundleItem


def draft_models() -> list[type[Model]]:
    """Return the models other than pages that have drafts and are published, by name."""
    found = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page) and model.__module__.startswith("pshub.")
    ]
    return sorted(found, key=lambda model: model._meta.label)


def is_publishable(target: Model) -> bool:
    """Return whether something has drafts and is published."""
    return isinstance(target, DraftStateMixin)


def key_of(target: Any) -> tuple[ContentType, str]:
    """Return what an item of it is known by."""
    return target.get_base_content_type(), str(target.pk)


def targets(items: Iterable[BundleItem]) -> dict[int, Any]:
    """Return what items stand for, in its own class, by the items' keys; what was deleted is absent."""
    wanted: dict[int, dict[str, list[BundleItem]]] = {}
    for item in items:
        wanted.setdefault(item.content_type_id, {}).setdefault(item.object_id, []).append(item)
    found: dict[int, Any] = {}
    for key, by_object in wanted.items():
        model = ContentType.objects.get_for_id(key).model_class()
        if model is None:
            continue
        rows: Iterable[Any] = model._default_manager.filter(pk__in=list(by_object))
        if issubclass(model, Page):
            rows = rows.specific()  # type: ignore[attr-defined]
        for row in rows:
            found.update((item.pk, row) for item in by_object[str(row.pk)])
    return found


def edit_address(target: Any) -> str:
    """Return where it is edited in the studio, or nothing."""
    return AdminURLFinder().get_edit_url(target) or ""


def preview_address(target: Any) -> str:
    """Return where its draft is looked at, or nothing."""
    if isinstance(target, Page):
        return reverse("wagtailadmin_pages:view_draft", args=[target.pk])
    try:
        return reverse(target.snippet_viewset.get_url_name("preview_on_edit"), args=[target.pk])
    except (AttributeError, NoReverseMatch):
        return ""
