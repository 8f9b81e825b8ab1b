"""Puts the hub's own home page where a new Wagtail has its welcome page."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations
from django.db.migrations.state import StateApps

NEW_HUB: list[tuple[str, dict[str, Any]]] = [
    ("conversations", {"heading": "Have your say", "introduction": ""}),
    ("inquiries", {"heading": "Inquiries", "count": 3}),
    ("publications", {"heading": "Publications", "count": 3}),
]


def create(apps: StateApps, schema_editor: Any) -> None:
    """Make the home page, unless somebody has built a site already."""
    pages, sites = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "Site")
    homes, types = apps.get_model("site", "HomePage"), apps.get_model("contenttypes", "ContentType")
    if homes.objects.exists():
        return
    root = pages.objects.filter(depth=1).first()
    if root is None:
        return
    welcome = pages.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome is not None and welcome.numchild == 0:
        sites.objects.filter(root_page=welcome).delete()
        pages.objects.filter(pk=welcome.pk).delete()
    taken = pages.objects.filter(depth=2).order_by("path").last()
    number = int(taken.path[4:], 36) + 1 if taken is not None else 1
    content_type, _ = types.objects.get_or_create(app_label="site", model="homepage")
    home = homes.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        content_type=content_type,
        path=root.path + _base36(number).rjust(4, "0"),
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=root.locale,
        translation_key=uuid.uuid4(),
        heading="Better public services, worked out together",
        introduction=(
            "We ask questions about public services in a place, with the people who use and run them. "
            "Everything said and found stays on the record, so that you can see what became of it."
        ),
        action_text="See our inquiries",
        action_url="/inquiries/",
    )
    # Migrations know a body as bare JSON without its blocks, so the model would drop what it cannot name.
    body = json.dumps([{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in NEW_HUB])
    table = schema_editor.quote_name(homes._meta.db_table)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET body = %s WHERE page_ptr_id = %s", [body, home.pk])
    pages.objects.filter(pk=root.pk).update(numchild=pages.objects.filter(depth=2).count())
    if not sites.objects.filter(is_default_site=True).exists():
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        sites.objects.create(
            hostname=address.hostname or "localhost",
            port=address.port or (443 if address.scheme == "https" else 80),
            root_page_id=home.pk,
            is_default_site=True,
        )


def _base36(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text or "0"


class Migration(migrations.Migration):
    """Runs once on a new hub."""

    dependencies = [
        ("site", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
