"""The studio's pages for what is drafted, previewed, approved and scheduled as pages are, but is no page.

An area describes its model by a subclass and registers it as Wagtail's snippets are registered::

    class PostViewSet(DraftedViewSet):
        model = Post
        name = "posts"
        capability = "news.post"
        delete_action = staticmethod(actions.delete_post)

    register_snippet(PostViewSet)

Saving writes drafts through Wagtail, with its log. Going public, going away and being deleted are actions of the area:
the model's ``publish`` and ``unpublish`` call them, and so does every way that Wagtail has of doing either. Routes are
named as Wagtail names those of snippets; they stand at ``/studio/<name>/``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.forms import BaseForm
from django.http.response import HttpResponseBase, HttpResponseRedirect
from wagtail.admin import messages
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from pshub.people.policies import hold_to
from pshub.people.requests import actor_of
from pshub.people.studio import said_by_us

_CHANGES = ("add", "change", "delete", "publish", "lock", "unlock")


class _DeleteView(DeleteView):  # type: ignore[misc]
    """Deletes through the area's action."""

    delete_through: ClassVar[Any] = None
    keyword: ClassVar[str] = ""

    def delete_action(self) -> None:
        """Delete."""
        type(self).delete_through(**{self.keyword: self.object}, by=actor_of(self.request))

    def form_valid(self, form: BaseForm) -> HttpResponseBase:
        """Say why something cannot be deleted where the action refuses."""
        try:
            response: HttpResponseBase = super().form_valid(form)
        except Exception as error:
            if not said_by_us(error):
                raise
            messages.error(self.request, str(error))
            return HttpResponseRedirect(self.get_success_url())
        return response


class DraftedViewSet(SnippetViewSet):  # type: ignore[misc]
    """Pages of the studio for one model. See the module's text."""

    model: type[Model]
    #: What somebody must be able to do to change and publish these; whoever enters the studio sees the list.
    capability: ClassVar[str] = ""
    #: A function wrapped in ``staticmethod``, called with the object under the model's name and ``by=``.
    delete_action: ClassVar[Any] = None
    name: ClassVar[str] = ""
    copy_view_enabled = False
    add_to_admin_menu = True
    list_per_page = 50

    def __init__(self, **options: Any) -> None:
        self.base_url_path = type(self).name
        super().__init__(**options)
        hold_to(self.model, {"view": "studio.enter"} | dict.fromkeys(_CHANGES, self.capability))
        through = {"delete_through": staticmethod(type(self).delete_action), "keyword": self.model._meta.model_name}
        self.delete_view_class = type("DeleteView", (_DeleteView,), through)
