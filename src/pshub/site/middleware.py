"""What is taken out of every request before anything reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class NulSigns:
    """Drops signs of the number nought from addresses: nobody sees or types them, and PostgreSQL refuses them.

    In forms Django refuses them itself, with a message.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on without them."""
        if "\0" in request.path_info:
            request.path_info = request.path_info.replace("\0", "")
            request.path = request.path.replace("\0", "")
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)
