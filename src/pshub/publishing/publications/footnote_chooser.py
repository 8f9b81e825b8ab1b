"""Writing a footnote in the studio's editor."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.modal_workflow import render_modal_workflow

from pshub.people.permissions import require
from pshub.people.requests import actor_of
from pshub.publishing.publications.footnotes import LONGEST
from pshub.publishing.publications.rich_text import FOOTNOTE_SIGN


class FootnoteForm(forms.Form):
    """The words of a note."""

    note = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Footnote"),
        help_text=_("Plain words. An address such as https://example.org becomes a link; bound numbers work too."),
    )


@require_http_methods(["GET", "POST"])
def footnote_chooser(request: HttpRequest) -> HttpResponse:
    """Ask for the words of a note in the window that the editor's button opens, and hand them over."""
    require(actor_of(request), "studio.enter")
    form = FootnoteForm(request.POST or None, initial={"note": request.GET.get("note", "")})
    json_data = {"step": "write"}
    if form.is_valid():
        note = " ".join(form.cleaned_data["note"].split())
        json_data = {"step": "written", "note": note, "title": FOOTNOTE_SIGN}
    answer: HttpResponse = render_modal_workflow(
        request,
        None if form.is_valid() else "publications/studio/footnote_modal.html",
        None,
        {"form": form, "page_title": _("Footnote"), "header_icon": "superscript"},
        json_data=json_data,
    )
    return answer
