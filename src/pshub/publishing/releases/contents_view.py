"""The studio's page of one bundle: what is in it, what is in its way, and the buttons that release it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from pshub.people.actors import Actor
from pshub.people.permissions import require
from pshub.people.requests import actor_of
from pshub.publishing.releases import actions
from pshub.publishing.releases.errors import BundleError, ReleaseRefused
from pshub.publishing.releases.models import Bundle, BundleItem
from pshub.publishing.releases.publishables import draft_models, edit_address, preview_address, targets

#: Drafts of a kind that the list to choose from shows.
CHOICES = 50


class AddForm(forms.Form):
    """What to put in: a page, or a post that waits as a draft."""

    page = forms.ModelChoiceField(
        Page.objects.filter(depth__gt=1),
        label=gettext_lazy("Page"),
        required=False,
        widget=AdminPageChooser(),
    )
    other = forms.ChoiceField(label=gettext_lazy("Or a draft of another kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _other_drafts()
        if choices:
            self.fields["other"].choices = [("", "---------"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["other"]

    def target(self) -> Model | None:
        """Return what was chosen."""
        page: Page | None = self.cleaned_data.get("page")
        if page is not None:
            specific: Model = page.specific
            return specific
        kind, _sign, key = self.cleaned_data.get("other", "").partition(":")
        if not kind:
            return None
        model = ContentType.objects.get_for_id(int(kind)).model_class()
        return model._default_manager.filter(pk=key).first() if model else None


def _other_drafts() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return drafts that are no pages, by kind; one query a kind."""
    found = []
    for model in draft_models():
        key = ContentType.objects.get_for_model(model).pk
        rows = model._default_manager.filter(has_unpublished_changes=True).order_by("-pk")[:CHOICES]
        if choices := [(f"{key}:{row.pk}", str(row)) for row in rows]:
            found.append((capfirst(str(model._meta.verbose_name_plural)), choices))
    return found


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item as the page shows it."""

    item: BundleItem
    title: str
    kind: str
    edit_url: str
    preview_url: str
    live: bool
    changed: bool
    newer_draft: bool
    problems: tuple[str, ...]


def _shown(bundle: Bundle, problems: dict[str, list[str]]) -> list[ShownItem]:
    items = list(bundle.items.all())
    found: dict[int, Any] = targets(items)
    shown = []
    for item in items:
        target = found.get(item.pk)
        shown.append(
            ShownItem(
                item=item,
                title=str(target.get_latest_revision_as_object()) if target is not None else item.title,
                kind=capfirst(str(target._meta.verbose_name)) if target is not None else _("Deleted"),
                edit_url=edit_address(target) if target is not None else "",
                preview_url=preview_address(target) if target is not None else "",
                live=bool(target is not None and target.live),
                changed=bool(target is not None and target.has_unpublished_changes),
                newer_draft=bool(
                    target is not None
                    and item.revision_id is not None
                    and target.latest_revision_id != item.revision_id
                ),
                problems=tuple(problems.get(str(target or item.title), ())),
            )
        )
    return shown


def _moment(bundle: Bundle) -> str:
    if bundle.go_live_at is None:
        return ""
    return formats.date_format(timezone.localtime(bundle.go_live_at), "j F Y, H:i")


def _add(request: HttpRequest, bundle: Bundle, by: Actor) -> str:
    form = AddForm(request.POST)
    target = form.target() if form.is_valid() else None
    if target is None:
        raise BundleError("nothing-chosen", _("Choose a page or a draft to add."))
    return _("“%(what)s” is in the bundle.") % {"what": actions.add_item(bundle=bundle, target=target, by=by)}


def _item(request: HttpRequest, bundle: Bundle) -> BundleItem:
    key = request.POST.get("item", "")
    return get_object_or_404(bundle.items, pk=int(key) if key.isdecimal() else 0)


def _remove(request: HttpRequest, bundle: Bundle, by: Actor) -> str:
    item = _item(request, bundle)
    actions.remove_item(item=item, by=by)
    return _("“%(what)s” is no longer in the bundle.") % {"what": item}


def _up(request: HttpRequest, bundle: Bundle, by: Actor) -> str:
    item = _item(request, bundle)
    actions.move_up(item=item, by=by)
    return _("“%(what)s” goes out earlier.") % {"what": item}


def _check(_request: HttpRequest, bundle: Bundle, by: Actor) -> str:
    if refusals := actions.check(bundle=bundle, by=by):
        raise ReleaseRefused(bundle.name, refusals)
    return _("Nothing is in the way: everything in the bundle can be published.")


def _approve(_request: HttpRequest, bundle: Bundle, by: Actor) -> str:
    approved = actions.approve(bundle=bundle, by=by)
    if approved.go_live_at is None:
        return _("Approved. Release it when you are ready.")
    return _("Approved. Everything in it goes live on %(when)s.") % {"when": _moment(approved)}


def _take_back(_request: HttpRequest, bundle: Bundle, by: Actor) -> str:
    actions.take_back(bundle=bundle, by=by)
    return _("The approval is taken back. Nothing goes live by itself.")


def _release(_request: HttpRequest, bundle: Bundle, by: Actor) -> str:
    actions.release(bundle=bundle, by=by)
    return _("“%(name)s” is released: everything in it is public now.") % {"name": bundle.name}


_DEEDS: dict[str, Callable[[HttpRequest, Bundle, Actor], str]] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "check": _check,
    "approve": _approve,
    "take_back": _take_back,
    "release": _release,
}


def _act(request: HttpRequest, bundle: Bundle) -> HttpResponse | dict[str, list[str]]:
    """Do what a button asks. Where parts refuse, return their problems so that they are shown beside each."""
    deed = _DEEDS.get(request.POST.get("do", ""))
    try:
        if deed is not None:
            messages.success(request, deed(request, bundle, actor_of(request)))
    except ReleaseRefused as refused:
        messages.error(request, _("Nothing was published. Put right what is listed below."))
        return {refusal.title: list(refusal.problems) for refusal in refused.refusals}
    except BundleError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("studio_bundles:contents", args=[bundle.pk]))


@require_http_methods(["GET", "POST"])
def contents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a bundle and do what its buttons ask."""
    require(actor_of(request), actions.RELEASE)
    bundle = get_object_or_404(Bundle.objects.select_related("approved_by"), pk=pk)
    problems = {entry["title"]: entry["problems"] for entry in bundle.problems}
    if request.method == "POST":
        answer = _act(request, bundle)
        if isinstance(answer, HttpResponse):
            return answer
        problems = answer
        bundle.refresh_from_db()
    context = {
        "bundle": bundle,
        "items": _shown(bundle, problems),
        "problems": problems,
        "open": bundle.state != Bundle.State.RELEASED,
        "approved": bundle.state == Bundle.State.APPROVED,
        "form": AddForm(),
        "moment": _moment(bundle),
        "header_icon": "upload",
        "page_title": _("Release together"),
        "page_subtitle": bundle.name,
        "header_title": bundle.name,
    }
    return TemplateResponse(request, "releases/studio/contents.html", context)
