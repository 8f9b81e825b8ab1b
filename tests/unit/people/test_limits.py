"""How often one network may do something, and that nothing tells whose network it was."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from pshub.people.limits import allow, limited
from pshub.people.networks import network_hash, network_of

NOON = 1_700_000_000.0


def request_from(address: str, **headers: str) -> HttpRequest:
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


@pytest.fixture(autouse=True)
def _two_a_minute(settings) -> None:
    settings.RATE_LIMITS = {"vote": (2, 60), "join": (1, 60)}


def test_a_network_may_do_something_so_often_and_again_after_a_while() -> None:
    request = request_from("192.0.2.1")

    assert [allow(request, "vote", now=NOON) for _ in range(3)] == [True, True, False]
    assert allow(request_from("192.0.2.2"), "vote", now=NOON)
    assert allow(request, "join", now=NOON)
    assert allow(request, "vote", now=NOON + 60)


def test_the_addresses_of_a_household_count_together() -> None:
    one, other, elsewhere = "2001:db8:1:2::a", "2001:db8:1:2:ffff::b", "2001:db8:1:3::a"
    assert network_of(one) == network_of(other)
    assert network_of(one) != network_of(elsewhere)
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")
    assert network_of("nonsense") == "unknown"


def test_a_header_that_anybody_can_send_counts_only_behind_our_own_proxy(settings) -> None:
    plain = request_from("192.0.2.1")
    forged = request_from("192.0.2.1", x_forwarded_for="203.0.113.9")
    settings.BEHIND_PROXY = False
    assert network_hash(forged, salt="s") == network_hash(plain, salt="s")

    settings.BEHIND_PROXY = True
    real = request_from("10.0.0.1", x_forwarded_for="6.6.6.6, 203.0.113.9")

    assert network_hash(real, salt="s") == network_hash(request_from("203.0.113.9"), salt="s")


@given(st.ip_addresses())
def test_no_address_is_in_the_name_of_its_network(address) -> None:
    hashed = network_hash(request_from(str(address)), salt="s")

    assert str(address) not in hashed
    assert hashed != network_hash(request_from(str(address)), salt="t")


def test_only_counters_are_kept_and_they_expire() -> None:
    allow(request_from("198.51.100.23"), "vote", now=NOON)
    (key,) = caches["limits"]._cache

    assert "198.51" not in key
    assert caches["limits"]._expire_info[key] is not None


@pytest.mark.django_db
def test_a_limited_view_answers_with_a_page_that_says_when_to_come_back(rf) -> None:
    @limited("join")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    def post() -> HttpResponse:
        from django.contrib.auth.models import AnonymousUser

        request = request_from("192.0.2.1")
        request.user = AnonymousUser()
        return view(request)

    assert post().content == b"done"
    refused = post()
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert view(rf.get("/")).content == b"done"


@pytest.mark.django_db
def test_a_page_that_is_only_read_can_be_held_to_a_limit_too(rf) -> None:
    @limited("join", methods=("GET",))
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    def read() -> HttpResponse:
        from django.contrib.auth.models import AnonymousUser

        request = rf.get("/")
        request.user = AnonymousUser()
        return view(request)

    assert [read().status_code for _ in range(2)] == [200, 429]
