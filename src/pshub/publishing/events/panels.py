"""What the studio's editor shows of an event, in order."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

INDEX: tuple[Any, ...] = (FieldPanel("introduction"),)

EVENT: tuple[Any, ...] = (
    MultiFieldPanel(
        [FieldPanel("kind"), FieldPanel("summary"), FieldPanel("inquiry"), FieldPanel("topics")],
        heading=_("What it is"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("begins_at"), FieldPanel("ends_at")]),
            FieldPanel("time_zone"),
            FieldPanel("date_text"),
            FieldPanel("called_off"),
        ],
        heading=_("When"),
    ),
    MultiFieldPanel(
        [FieldPanel("venue"), FieldPanel("town"), FieldPanel("place"), FieldPanel("online")],
        heading=_("Where, for everybody"),
    ),
    MultiFieldPanel(
        [FieldPanel("address"), FieldPanel("room"), FieldPanel("online_link"), FieldPanel("joining")],
        heading=_("Where, for those who are registered"),
        help_text=_("Only people with a confirmed seat see these, in their letter and on the page of their link."),
    ),
    FieldPanel("body"),
    InlinePanel("people", heading=_("Chair, speakers, respondents"), label=_("person")),
    InlinePanel("hosts", heading=_("Held together with"), label=_("organisation")),
    MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_description")], heading=_("Picture")),
    MultiFieldPanel(
        [
            FieldPanel("registration"),
            FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]),
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("offer_hours")]),
            FieldPanel("ask_needs"),
            FieldPanel("reminders"),
        ],
        heading=_("Registration"),
    ),
    FieldPanel("materials"),
)
