"""A hub with the sample content, served for the browser tests in a process of its own.

It writes one line of JSON once it listens: where, an example of every address, and sessions to visit them with.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SECOND_STEP_SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "a long password for the tests"


def session_of(role: str) -> str:
    """Return the key of a session in which somebody with that role has just signed in with both steps."""
    from django.test import Client

    from pshub.people.demo import DOMAIN
    from pshub.people.models import User

    user = User.objects.get(email=f"{role}@{DOMAIN}")
    client = Client()
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "at": time.time(), "type": "totp"},
    ]
    session.save()
    return str(session.session_key)


def set_up_second_step(role: str) -> None:
    """Give somebody a password, an authenticator app and recovery codes."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    from pshub.people.demo import DOMAIN
    from pshub.people.models import User

    user = User.objects.get(email=f"{role}@{DOMAIN}")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    TOTP.activate(user, SECOND_STEP_SECRET)
    RecoveryCodes.activate(user)


def do_what_is_queued(folder: Path) -> None:
    """Let a worker draw the figures, in a process of its own: what it loads has no place in a web process."""
    command = [sys.executable, "-m", "pshub.cli.main", "worker", "--batch", "--data", str(folder)]
    subprocess.run(command, check=True, stdout=sys.stderr)


def give_role_in_an_inquiry() -> None:
    """Give the analyst a role in an inquiry, so that the page which takes it away has something to show."""
    from pshub.inquiries.actions import give_inquiry_role
    from pshub.inquiries.models import Inquiry
    from pshub.people.actors import Actor
    from pshub.people.demo import DOMAIN
    from pshub.people.models import User
    from pshub.people.roles import Role

    user = User.objects.get(email=f"analyst@{DOMAIN}")
    inquiry = Inquiry.objects.earliest("created_at")
    give_inquiry_role(inquiry=inquiry, user=user, role=Role.EDITOR, by=Actor.system("browser tests"))


def description(address: str) -> dict[str, Any]:
    """Return what the tests must know of this hub."""
    from hub_examples import all_examples, live_pages

    return {
        "address": address,
        "examples": all_examples(),
        "pages": live_pages(),
        "sessions": {role: session_of(role) for role in ("administrator", "analyst")},
        "analyst": {"email": "analyst@demo.invalid", "password": PASSWORD},
    }


def main(folder: Path, port: int) -> None:
    """Prepare a hub in a folder and serve it until stopped."""
    address = f"http://127.0.0.1:{port}"
    os.environ.update(
        PSHUB_DATA=str(folder), PSHUB_DEMO="1", PSHUB_BASE_URL=address, DJANGO_SETTINGS_MODULE="hub_settings"
    )
    os.environ.pop("PSHUB_DATABASE_URL", None)
    import django

    django.setup()
    from django.db import connections

    from pshub.cli.demo import load_sample_once
    from pshub.cli.preparation import prepare
    from pshub.cli.web import WebServer, server_options

    said, sys.stdout = sys.stdout, sys.stderr
    prepare(folder)
    load_sample_once(folder)
    do_what_is_queued(folder)
    set_up_second_step("analyst")
    give_role_in_an_inquiry()
    told = description(address)
    connections.close_all()

    def ready(_: object) -> None:
        said.write(json.dumps(told) + "\n")
        said.flush()

    WebServer(server_options(bind=f"127.0.0.1:{port}", workers=1, threads=4) | {"when_ready": ready}).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
