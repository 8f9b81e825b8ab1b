"""System checks over the whole house: foreign keys only point down the layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model

from pshub.config.layers import height


def upward_keys(models: Iterable[type[Model]]) -> list[CheckMessage]:
    """Return an error for each relation from an area to one that stands higher or beside it."""
    found: list[CheckMessage] = []
    for model in models:
        own = height(model._meta.app_label)
        if own is None:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or not (isinstance(target, type) and issubclass(target, Model)):
                continue
            other = height(target._meta.app_label)
            if other is None or target._meta.app_label == model._meta.app_label or other < own:
                continue
            found.append(
                Error(
                    f"{model._meta.label}.{field.name} points at {target._meta.label}, which does not stand below it",
                    hint="Let the upper area hold the key, or announce it in a registry of the lower one.",
                    obj=model,
                    id="pshub.E001",
                )
            )
    return found


@register()
def keys_point_down(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Hold all models to the order of the areas."""
    return upward_keys(apps.get_models())
