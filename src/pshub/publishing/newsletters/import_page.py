"""The studio's page for taking over subscribers from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pshub.people.permissions import require
from pshub.people.requests import actor_of
from pshub.publishing.newsletters.actions import importing
from pshub.publishing.newsletters.actions.subscribing import SEND

MOST_BYTES = 5_000_000


class ImportForm(forms.Form):
    """A file of addresses, and how their owners agreed."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV in UTF-8 with the column “email” and, if wanted, “topics” (apart by a semicolon)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    consent = forms.CharField(
        max_length=300,
        label=gettext_lazy("How they agreed"),
        help_text=gettext_lazy("Where and when, such as: signed the sheet at the meeting of 4 March 2026."),
    )
    dry_run = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Only check the file"),
        help_text=gettext_lazy("Nothing is written. Untick it to take the addresses over."),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large to be a list of addresses."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Use “pshub import subscribers”."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Check a file, or take its addresses over, and say what became of each row."""
    by = actor_of(request)
    require(by, SEND)
    form = ImportForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            report = importing.import_subscribers(
                source=said["file"].read(), consent=said["consent"], dry_run=said["dry_run"], by=by
            )
        except importing.ImportRefused as refused:
            form.add_error("file", str(refused))
        else:
            if not report.dry_run:
                messages.success(request, _("%(count)d addresses were added.") % {"count": report.counts["added"]})
    context = {
        "form": form,
        "report": report,
        "header_icon": "upload",
        "page_title": _("Import subscribers"),
        "header_title": _("Import subscribers"),
    }
    return TemplateResponse(request, "newsletters/studio/import.html", context)
