"""A web process stays light: it never loads what only the worker needs, whichever page is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from urlconf import all_routes

HEAVY = ["polars", "vl_convert", "scipy", "numba", "sklearn", "matplotlib", "altair", "pandas"]

#: Visits each address in a process of its own, as a visitor and as an administrator, and tells what got loaded.
PROGRAM = """
import json, sys
heavy = json.loads(sys.argv[1])
routes = json.loads(sys.stdin.read())
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.DEMO = True
from pshub.people.actors import Actor
from pshub.people.demo import ensure_accounts
from pshub.people.second_factor import DEMO_SESSION
loaded = {}
def note(where):
    for name in heavy:
        if name in sys.modules:
            loaded.setdefault(name, where)
note("starting")
clients = [Client(raise_request_exception=False)]
for user in ensure_accounts(by=Actor.system("test")):
    if user.email.startswith("administrator@"):
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="pshub.people.backends.RoleBackend")
        session = client.session
        session[DEMO_SESSION] = True
        session.save()
        clients.append(client)
for route in routes:
    for client in clients:
        client.get(route)
        note(route)
print(json.dumps({"loaded": loaded, "visited": len(routes)}))
"""


@pytest.mark.django_db
def test_no_page_loads_what_only_the_worker_needs(tmp_path: Path, database_copy) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("the pages are the same on PostgreSQL")
    (tmp_path / "hub.sqlite3").write_bytes(database_copy.template.read_bytes())
    environment = {
        **os.environ,
        "PSHUB_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "pshub.config.test_settings",
        "PYTHONWARNINGS": "ignore",
    }
    addresses = sorted({route.address for route in all_routes() if "logout" not in route.address})
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(HEAVY)],
        input=json.dumps(addresses),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout.splitlines()[-1])

    assert told["visited"] > 100
    assert told["loaded"] == {}
