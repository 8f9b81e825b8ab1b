"""Whatever is asked of the API, the answer is one that its document announces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds

from pshub.api.hub_api import document
from support.open_hub import OpenHub


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Let requests go by the test's own connection, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection")
def test_every_answer_is_one_that_the_document_announces(hub: OpenHub, settings: Any) -> None:
    import schemathesis
    from django.core.wsgi import get_wsgi_application

    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "api": (1_000_000, 3600)}
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    asked: dict[str, set[int]] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        asked[operation.path] = _ask(operation)

    assert set(asked) == set(document()["paths"])
    assert all(statuses <= {200, 400, 404} for statuses in asked.values()), asked


def _ask(operation: Any) -> set[int]:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    statuses: set[int] = set()
    held = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]

    @bounds(
        max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None, deadline=None
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        response = case.call_and_validate(checks=held)
        statuses.add(response.status_code)

    ask()
    return statuses
