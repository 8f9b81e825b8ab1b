"""The last page before publishing: what will be cited, what is wrong, and what an editor has to confirm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.models import Revision

from pshub.methods.canonical import digest_json
from pshub.people.permissions import may, require
from pshub.people.requests import actor_of
from pshub.publishing.publications import actions
from pshub.publishing.publications.checks import Check, check
from pshub.publishing.publications.models import PublicationPage, PublicationVersion, PublishingCheck
from pshub.publishing.publications.numerals import Numeral
from pshub.publishing.publications.problems import PublishRefused


class CheckForm(forms.Form):
    """What an editor confirms, and what changed since the version before."""

    seen = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Numbers bound to no finding")
    )
    change_note = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("What changed since the version before"),
        help_text=gettext_lazy("Readers see this beside the version. Such as: corrects the number of visits in March."),
    )


#: What a reader sees of a publication, and when.
SEEN = (
    "title",
    "kind",
    "summary",
    "published_on",
    "inquiry",
    "commissioned_by",
    "partners",
    "cover",
    "cover_description",
    "body",
    "go_live_at",
)


def seen(revision: Revision) -> str:
    """Return a digest of what a draft says, so that a draft that was merely saved again counts as the same."""
    content = revision.content
    authors = [[author.get(name) for name in ("name", "role", "orcid", "picture")] for author in content["authors"]]
    return digest_json({"fields": [content.get(name) for name in SEEN], "authors": authors})


def _told(page: PublicationPage, revision: Revision) -> tuple[set[str], str, PublicationVersion | None]:
    said = PublishingCheck.objects.filter(revision=revision).first()
    last = PublicationVersion.objects.filter(page=page).first()
    confirmed = {*(said.confirmed if said else ()), *(last.confirmed if last else ())}
    return confirmed, said.change_note if said else "", last


def _choices(numerals: list[Numeral]) -> list[tuple[str, str]]:
    return [
        (numeral.key, f"…{numeral.before[-30:]}[{numeral.text}]{numeral.after[:30]}… ({numeral.where})")
        for numeral in {numeral.key: numeral for numeral in numerals}.values()
    ]


@require_http_methods(["GET", "POST"])
def check_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what a draft cites and says, and publish it once that is confirmed."""
    page = get_object_or_404(PublicationPage, pk=page_id)
    by = actor_of(request)
    revision = page.get_latest_revision()
    if revision is None:
        raise PermissionDenied
    draft: PublicationPage = revision.as_object()
    require(by, "pages.edit", scope=draft.inquiry)
    confirmed, note, last = _told(page, revision)
    found = check(draft)
    left = [numeral for numeral in found.numerals if not numeral.date]
    initial = {"seen": seen(revision), "confirmed": sorted(confirmed), "change_note": note}
    form = CheckForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["confirmed"].choices = _choices(left)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        answer = _act(request, form, page, revision)
        if answer is not None:
            return answer
    context = _context(page, draft, found, form, last) | {
        "may_publish": may(by, "pages.publish", scope=draft.inquiry),
        "unconfirmed": found.unconfirmed(confirmed),
    }
    return TemplateResponse(request, "publications/studio/check.html", context)


def _act(request: HttpRequest, form: CheckForm, page: PublicationPage, revision: Revision) -> HttpResponse | None:
    """Confirm, and publish if that was asked; None leaves the page as it is, with its message."""
    by = actor_of(request)
    if form.cleaned_data["seen"] != seen(revision):
        messages.error(request, _("The draft has changed since you opened this page. Look through it again."))
        return HttpResponseRedirect(request.path)
    said = {"confirmed": form.cleaned_data["confirmed"], "change_note": form.cleaned_data["change_note"], "by": by}
    if "publish" not in request.POST:
        actions.confirm(revision=revision, **said)
        messages.success(request, _("Confirmed. The draft can be published now, or by its workflow or schedule."))
        return HttpResponseRedirect(request.path)
    try:
        version = actions.publish(page=page, revision=revision, **said)
    except PublishRefused as refused:
        messages.error(request, str(refused))
        return None
    if version is None:
        messages.success(request, _("“%(title)s” will be published at the time you set.") % {"title": page.title})
    else:
        told = {"title": page.title, "number": version.number, "count": len(version.digests)}
        messages.success(request, _("“%(title)s” is published: version %(number)d, findings cited: %(count)d.") % told)
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


def _context(
    page: PublicationPage, draft: PublicationPage, found: Check, form: CheckForm, last: PublicationVersion | None
) -> dict[str, Any]:
    return {
        "page": page,
        "draft": draft,
        "found": found,
        "form": form,
        "last": last,
        "next_number": last.number + 1 if last else 1,
        "superseded": [cited for cited in found.findings if cited.standing.successor_digest],
        "scheduled_for": draft.go_live_at if draft.go_live_at and draft.go_live_at > timezone.now() else None,
        "header_icon": "doc-full",
        "header_title": _("Check and publish: %(title)s") % {"title": draft.title},
        "page_title": _("Check and publish"),
        "page_subtitle": draft.title,
    }
