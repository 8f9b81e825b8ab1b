"""Trying an address: where it leads, or what is wrong with it."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.models import Page

from pshub.delivery.outward import InwardRequest, session
from pshub.site.search.models import IndexEntry

if TYPE_CHECKING:
    import requests

#: Seconds to connect, and to wait for an answer.
PATIENCE = (5, 10)
MOST_REDIRECTS = 5
#: Answers of sites that are there but do not talk to programs, or not so often.
_THERE = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.TOO_MANY_REQUESTS, 999}
)
#: Answers to HEAD that are worth asking again with GET: some sites know the one and not the other.
_ASK_AGAIN = frozenset(
    {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_IMPLEMENTED}
)


def is_ours(address: str) -> bool:
    """Return whether an address stands on this site."""
    parts = urlsplit(address)
    return not parts.netloc or parts.netloc == urlsplit(settings.BASE_URL).netloc


def problem_with(address: str) -> str:
    """Return what is wrong with an address, in words, or "" where it leads somewhere."""
    kind, _colon, key = address.partition(":")
    if kind in {"page", "document"}:
        return _object_problem(kind, key)
    try:
        parts = urlsplit(address)
    except ValueError:
        return _("This is not an address.")
    if parts.scheme and parts.scheme not in {"http", "https"}:
        return _("“%(scheme)s:” cannot be linked to.") % {"scheme": parts.scheme}
    if parts.scheme and not parts.netloc:
        return _("This is not an address.")
    if is_ours(address):
        return _inner_problem(parts.path or "/", parts.query)
    return _outer_problem(address)


def _object_problem(kind: str, key: str) -> str:
    if kind == "page":
        there = key.isdecimal() and Page.objects.live().filter(pk=int(key)).exists()
        return "" if there else _("The page that this leads to is not published, or is gone.")
    there = key.isdecimal() and Document.objects.filter(pk=int(key)).exists()
    return "" if there else _("The document that this leads to is gone.")


def _inner_problem(path: str, query: str) -> str:
    """Ask this site itself, without a network, as a visitor would."""
    if IndexEntry.objects.filter(url=path).exists():
        return ""
    handler = BaseHandler()
    handler.load_middleware()
    host = next((name for name in settings.ALLOWED_HOSTS if name.strip("*.")), "localhost").lstrip(".")
    for _redirect in range(MOST_REDIRECTS):
        environment = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path),
            "QUERY_STRING": query,
            "SERVER_NAME": host.strip("[]"),
            "SERVER_PORT": "443" if settings.SECURE_CONNECTION else "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "https" if settings.SECURE_CONNECTION else "http",
            "wsgi.input": BytesIO(),
        }
        response = handler.get_response(WSGIRequest(environment))
        # Closing the response would close the database of whoever asks; an open file is all there is to close.
        opened = getattr(response, "file_to_stream", None)
        if opened is not None:
            opened.close()
        if response.status_code not in {301, 302, 303, 307, 308}:
            return _answer_in_words(response.status_code)
        leads = urlsplit(urljoin(path, response["Location"]))
        path, query = leads.path, leads.query
    return _("It leads on and on in a circle.")


def _outer_problem(address: str) -> str:
    """Ask another site: without its content where it can be had without."""
    import requests

    try:
        with session() as asking:
            asking.max_redirects = MOST_REDIRECTS
            asking.headers["User-Agent"] = f"Public Services Hub link checker (+{settings.BASE_URL})"
            status = _status(asking, "HEAD", address)
            if status in _ASK_AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                status = _status(asking, "GET", address)
    except InwardRequest:
        return _("It leads into a private network, which readers cannot reach.")
    except requests.exceptions.TooManyRedirects:
        return _("It leads on and on in a circle.")
    except requests.exceptions.SSLError:
        return _("Its certificate is not valid.")
    except requests.exceptions.Timeout:
        return _("The site did not answer in time.")
    except (requests.exceptions.RequestException, ValueError, OSError):
        return _("The site cannot be reached.")
    return _answer_in_words(status)


def _status(asking: requests.Session, method: str, address: str) -> int:
    with asking.request(method, address, timeout=PATIENCE, stream=True, allow_redirects=True) as response:
        return response.status_code


def _answer_in_words(status: int) -> str:
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return _("There is no such page (%(status)d).") % {"status": status}
    if status >= HTTPStatus.BAD_REQUEST and status not in _THERE:
        return _("The site answers with an error (%(status)d).") % {"status": status}
    return ""
