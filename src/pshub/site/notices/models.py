"""What editors add to the notices."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField

FEATURES = ["h3", "bold", "italic", "link", "ol", "ul"]


@register_setting(icon="info-circle")
class NoticeTexts(BaseGenericSetting):  # type: ignore[misc]
    """Words of an editor on the pages about privacy and accessibility."""

    privacy = RichTextField(
        _("privacy"),
        blank=True,
        features=FEATURES,
        help_text=_("Stands after what the hub says itself: your lawful bases, and who else handles data."),
    )
    known_problems = RichTextField(
        _("accessibility: what does not work"),
        blank=True,
        features=FEATURES,
        help_text=_("Problems that people told you of, or that a manual check found, with what you do about each."),
    )
    accessibility = RichTextField(
        _("accessibility: anything else"),
        blank=True,
        features=FEATURES,
        help_text=_("Such as other formats you offer."),
    )

    panels: ClassVar[list[Any]] = [FieldPanel("privacy"), FieldPanel("known_problems"), FieldPanel("accessibility")]

    class Meta:
        """In words."""

        verbose_name = _("notices")
