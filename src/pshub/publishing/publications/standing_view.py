"""The studio's page for what became of a publication: corrections, withdrawal, a successor, its PDFs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser

from pshub.people.actors import Actor
from pshub.people.permissions import require
from pshub.people.requests import actor_of
from pshub.publishing.publications import actions
from pshub.publishing.publications.models import PublicationPage, PublicationVersion
from pshub.publishing.publications.problems import PdfFrozen, StandingProblem


class CorrectionForm(forms.Form):
    """A notice of correction."""

    text = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("What was wrong, and what is right"),
        help_text=gettext_lazy("Stands above the text, with its date, and cannot be taken away."),
    )
    on = forms.DateField(required=False, widget=AdminDateInput, label=gettext_lazy("Date, if not today"))

    def act(self, page: PublicationPage, by: Actor) -> None:
        """Add the notice."""
        actions.add_correction(page=page, text=self.cleaned_data["text"], on=self.cleaned_data["on"], by=by)


class WithdrawForm(forms.Form):
    """Why a publication is withdrawn."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Why it is withdrawn"),
        help_text=gettext_lazy("Readers see the reason above the text. The page stays readable."),
    )

    def act(self, page: PublicationPage, by: Actor) -> None:
        """Withdraw."""
        actions.withdraw_publication(page=page, reason=self.cleaned_data["reason"], by=by)


class ReinstateForm(forms.Form):
    """Nothing to say: the log keeps both."""

    def act(self, page: PublicationPage, by: Actor) -> None:
        """Take the withdrawal back."""
        actions.reinstate_publication(page=page, by=by)


class SupersedeForm(forms.Form):
    """Which publication takes the place of this one."""

    successor = forms.ModelChoiceField(
        queryset=PublicationPage.objects.all(),
        required=False,
        widget=AdminPageChooser(target_models=[PublicationPage]),
        label=gettext_lazy("The publication that takes its place"),
        help_text=gettext_lazy("Readers are led to it. Choose none to take that back."),
    )

    def act(self, page: PublicationPage, by: Actor) -> None:
        """Name the successor."""
        actions.supersede_publication(page=page, successor=self.cleaned_data["successor"], by=by)


class PdfForm(forms.Form):
    """Which version's PDF is to be made again."""

    version = forms.ModelChoiceField(queryset=PublicationVersion.objects.all(), widget=forms.HiddenInput)

    def act(self, page: PublicationPage, by: Actor) -> None:
        """Ask for it."""
        version = get_object_or_404(page.versions, pk=self.cleaned_data["version"].pk)
        actions.request_pdf(version=version, by=by)


FORMS: dict[str, Callable[..., Any]] = {
    "correct": CorrectionForm,
    "withdraw": WithdrawForm,
    "reinstate": ReinstateForm,
    "supersede": SupersedeForm,
    "pdf": PdfForm,
}


@require_http_methods(["GET", "POST"])
def standing_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what became of a publication, and do what one of the forms asks."""
    page = get_object_or_404(PublicationPage, pk=page_id)
    by = actor_of(request)
    require(by, "pages.publish", scope=page.inquiry)
    asked = request.POST.get("do", "")
    shown = {name: form(initial={"successor": page.superseded_by}, prefix=name) for name, form in FORMS.items()}
    if request.method == "POST" and asked in FORMS:
        form = shown[asked] = FORMS[asked](request.POST, prefix=asked)
        if form.is_valid():
            try:
                form.act(page, by)
            except (StandingProblem, PdfFrozen) as problem:
                messages.error(request, str(problem))
            else:
                messages.success(request, _("Done. Readers see it now."))
                return HttpResponseRedirect(request.path)
    context = {
        "page": page,
        "forms": shown,
        "versions": page.versions.all(),
        "corrections": page.corrections.all(),
        "header_icon": "doc-full",
        "header_title": _("Standing: %(title)s") % {"title": page.title},
        "page_title": _("Standing"),
        "page_subtitle": page.title,
    }
    return TemplateResponse(request, "publications/studio/standing.html", context)
