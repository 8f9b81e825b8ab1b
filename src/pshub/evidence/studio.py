"""Findings in the studio: looked at, withdrawn, handed to analysts; never edited."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pshub.evidence import actions
from pshub.evidence.errors import EvidenceError
from pshub.evidence.models import Finding, FindingState
from pshub.evidence.packaging import package_name
from pshub.evidence.querysets import findings, newest_verification, standing
from pshub.people.permissions import may
from pshub.people.requests import actor_of
from pshub.people.studio import ActionViewSet


class FindingIndexView(generic.IndexView):  # type: ignore[misc]
    """All findings with their state, in a fixed number of queries."""

    def get_base_queryset(self) -> QuerySet[Finding]:
        """Return findings with what their state needs."""
        return findings()


class FindingInspectView(generic.InspectView):  # type: ignore[misc]
    """One finding, with what may be done about it."""

    template_name = "evidence/studio/inspect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the state, the last verdict and what this reader may do."""
        holds, actor = standing(self.object), actor_of(self.request)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "finding": self.object,
            "standing": holds,
            "states": list(self.object.states.all()),
            "verification": newest_verification(self.object),
            "may_withdraw": may(actor, "evidence.withdraw") and holds.state != FindingState.State.WITHDRAWN,
            "may_take": may(actor, "evidence.restricted") and not holds.hidden,
        }


class WithdrawForm(forms.Form):
    """Why a finding is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy("It takes the place of the finding's content on every page that shows it."),
    )


class WithdrawView(WagtailAdminTemplateMixin, FormView[WithdrawForm]):  # type: ignore[misc]
    """Takes a finding back."""

    template_name = "evidence/studio/withdraw.html"
    page_title = gettext_lazy("Withdraw a finding")
    header_icon = "warning"
    form_class = WithdrawForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in only who may withdraw."""
        if not may(actor_of(request), "evidence.withdraw"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def finding(self) -> Finding:
        """The finding that the address names."""
        return get_object_or_404(findings(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return the finding's title."""
        return self.finding.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the finding."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"finding": self.finding}

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        """Withdraw, or say beside the form why not."""
        try:
            actions.withdraw(finding=self.finding, reason=form.cleaned_data["reason"], by=actor_of(self.request))
        except EvidenceError as error:
            form.add_error(None, str(error))
            refused: HttpResponse = self.form_invalid(form)
            return refused
        messages.success(self.request, _("The finding is withdrawn."))
        return redirect("studio_findings:inspect", self.finding.pk)


class RestrictedPackageView(View):
    """Hands an analyst the source and the exact result; by POST, since taking it is written down."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the package."""
        finding = get_object_or_404(findings(), pk=pk)
        try:
            content = actions.take_restricted_package(finding=finding, by=actor_of(request))
        except EvidenceError as error:
            messages.error(request, str(error))
            return redirect("studio_findings:inspect", pk)
        response = HttpResponse(content, content_type="application/zip")
        name = package_name(finding, restricted=True)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response


def _state(finding: Finding) -> str:
    return standing(finding).label


class FindingViewSet(ActionViewSet):
    """Findings in the studio. Nothing of a finding can be changed; what was sealed can only be withdrawn."""

    model = Finding
    icon = "table"
    menu_label = gettext_lazy("Findings")
    menu_name = "findings"
    menu_order = 250
    index_view_class = FindingIndexView
    inspect_view_class = FindingInspectView
    inspect_view_enabled = True
    capabilities: ClassVar[dict[str, str]] = {"view": "studio.enter"}
    form_fields: ClassVar[list[str]] = []
    list_display = (
        "title",
        "kind",
        Column("state", label=gettext_lazy("State"), accessor=_state),
        DateColumn("sealed_at", label=gettext_lazy("Sealed")),
    )
    list_filter = ("kind", "public")
    search_fields = ("title", "digest")
    ordering = "-sealed_at"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add withdrawing and the restricted package to Wagtail's routes."""
        return [
            *super().get_urlpatterns(),
            path("withdraw/<int:pk>/", WithdrawView.as_view(), name="withdraw"),
            path("restricted/<int:pk>/", RestrictedPackageView.as_view(), name="restricted"),
        ]


def studio_address(finding: Finding) -> str:
    """Return where a finding is in the studio."""
    return reverse("studio_findings:inspect", args=[finding.pk])
