"""The studio's pages for models: every change goes through a named action.

An area describes its model by a subclass of `ActionViewSet` and registers it in its ``wagtail_hooks.py``::

    class InquiryViewSet(ActionViewSet):
        model = Inquiry
        icon = "search"
        form_fields = ["title", "question"]
        capabilities = {"view": "studio.enter", "add": "inquiries.manage", "change": "inquiries.manage"}
        create_action = staticmethod(actions.create_inquiry)
        change_action = staticmethod(actions.change_inquiry)

    @hooks.register("register_admin_viewset")
    def inquiries() -> InquiryViewSet:
        return InquiryViewSet("inquiries")

The actions are called with the form's cleaned values as keywords and ``by=``; `change_action` and `delete_action` also
get the stored object, under the model's name (``inquiry=``) or under `target_keyword`. A way to change that has no
action has no page. Routes are named ``studio_<name>:index``, ``:add``, ``:edit`` and ``:delete``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Field, Model, URLField
from django.forms import BaseForm
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.functional import cached_property
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from pshub.people.policies import hold_to
from pshub.people.requests import actor_of

Action = Callable[..., Any]

_ROUTES = {"add": "create_action", "edit": "change_action", "delete": "delete_action"}
#: Routes of Wagtail's that would tell of changes it logs itself, or that make changes of their own.
_LEFT_OUT = frozenset({"history", "history_results", "usage", "copy", "reorder"})


def said_by_us(error: Exception) -> bool:
    """Return whether an error is one of our own, whose message is meant to be read by whoever asked."""
    return isinstance(error, ValidationError) or isinstance(getattr(error, "code", None), str)


class _ThroughAction:
    """Shows a refusal of an action beside the form instead of an error page."""

    request: HttpRequest
    action_function: ClassVar[Action | None] = None
    target_keyword: ClassVar[str] = ""

    def form_valid(self, form: BaseForm) -> HttpResponseBase:
        """Call the action; a refusal becomes a message of the form."""
        try:
            response: HttpResponseBase = super().form_valid(form)  # type: ignore[misc]
        except PermissionDenied:
            raise
        except Exception as error:
            if not said_by_us(error):
                raise
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            self.produced_error_code = "validation_error"
            self.produced_error_message = str(getattr(error, "message", error))
            refused: HttpResponseBase = self.form_invalid(form)  # type: ignore[attr-defined]
            return refused
        return response

    def call(self, **values: Any) -> Any:
        """Call the action in the name of whoever sent the request."""
        function = type(self).action_function
        if function is None:
            raise PermissionDenied
        return function(**values, by=actor_of(self.request))


class ActionCreateView(_ThroughAction, generic.CreateView):  # type: ignore[misc]
    """Makes an object through an action."""

    def save_instance(self) -> Model:
        """Return what the action made."""
        made: Model = self.call(**self.form.cleaned_data)
        return made

    def get_success_buttons(self) -> list[Any]:
        """Return the ways on from what was made; where nothing is edited there is none."""
        buttons: list[Any] = super().get_success_buttons() if self.edit_url_name else []
        return buttons


class ActionEditView(_ThroughAction, generic.EditView):  # type: ignore[misc]
    """Changes an object through an action."""

    def save_instance(self) -> Model:
        """Return what the action changed. It gets the object as stored: the form has altered its own copy."""
        stored = self.model._default_manager.get(pk=self.object.pk)
        changed = self.call(**{self.target_keyword: stored}, **self.form.cleaned_data)
        return changed if isinstance(changed, Model) else stored


class ActionDeleteView(_ThroughAction, generic.DeleteView):  # type: ignore[misc]
    """Deletes an object through an action."""

    def delete_action(self) -> None:
        """Delete."""
        self.call(**{self.target_keyword: self.object})

    def form_invalid(self, form: BaseForm) -> HttpResponseBase:
        """Say on the list why it was not deleted: Wagtail's page for deleting shows no messages of a form."""
        for refusal in form.non_field_errors():
            messages.error(self.request, str(refusal))
        return HttpResponseRedirect(self.get_success_url())


class ActionViewSet(ModelViewSet):  # type: ignore[misc]
    """Pages of the studio for one model. See the module's text."""

    capabilities: ClassVar[Mapping[str, str]] = {}
    #: Functions, each wrapped in ``staticmethod`` so that the class does not make methods of them.
    scope_of: ClassVar[Any] = None
    create_action: ClassVar[Any] = None
    change_action: ClassVar[Any] = None
    delete_action: ClassVar[Any] = None
    target_keyword: ClassVar[str] = ""

    add_view_class = ActionCreateView
    edit_view_class = ActionEditView
    delete_view_class = ActionDeleteView
    copy_view_enabled = False
    sort_order_field = None
    add_to_admin_menu = True
    add_to_reference_index = False

    def __init__(self, name: str | None = None, **options: Any) -> None:
        super().__init__(name, **options)
        kind = type(self)
        keyword = kind.target_keyword or str(self.model._meta.model_name)
        hold_to(self.model, self.capabilities, kind.scope_of)
        for view, action in (
            ("add_view_class", "create_action"),
            ("edit_view_class", "change_action"),
            ("delete_view_class", "delete_action"),
        ):
            function = getattr(self, action)
            view_class = getattr(self, view)
            attributes = {
                "action_function": staticmethod(function) if function else None,
                "target_keyword": keyword,
            }
            setattr(self, view, type(view_class.__name__, (view_class,), attributes))

    @cached_property
    def url_namespace(self) -> str:
        """Return the namespace of the routes; the area's public pages have the plain name."""
        return f"studio_{self.name}"

    def formfield_for_dbfield(self, db_field: Field[Any, Any], **options: Any) -> FormField | None:
        """Return the form field of a model's field; an address typed without a scheme is taken to be https."""
        if isinstance(db_field, URLField):
            options.setdefault("assume_scheme", "https")
        return db_field.formfield(**options)

    def offers(self, route: str) -> bool:
        """Return whether a route is there: one that changes something needs an action."""
        action = _ROUTES.get(route)
        return route not in _LEFT_OUT and (action is None or getattr(self, action) is not None)

    def get_common_view_kwargs(self, **options: Any) -> dict[str, Any]:
        """Return what all views are told; the names of routes that are left out are not among it."""
        told: dict[str, Any] = super().get_common_view_kwargs(**options)
        for route in (*_ROUTES, *_LEFT_OUT):
            if not self.offers(route):
                told.pop(f"{route}_url_name", None)
        return told

    def register_admin_url_finder(self) -> None:
        """Tell the studio where an object is edited; choosers and usage lists ask. Where it is not, tell nothing."""
        if self.offers("edit"):
            super().register_admin_url_finder()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the routes that are offered."""
        return [pattern for pattern in super().get_urlpatterns() if self.offers(pattern.name)]
