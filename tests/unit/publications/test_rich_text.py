"""The editor's bound numbers survive being stored and opened again."""

from __future__ import annotations

import json

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from pshub.publishing.publications.blocks import TEXT_FEATURES
from pshub.publishing.publications.fields import BodyField
from pshub.publishing.publications.models import PublicationPage
from pshub.publishing.publications.numbers import CellReference, references

DIGEST = "3f2a9c0b17de" + "0" * 52


def test_a_number_from_the_editor_is_stored_and_opened_again() -> None:
    editor = ContentstateConverter(TEXT_FEATURES)
    written = {
        "blocks": [
            {
                "key": "zn309",
                "text": "So 8,760 visits.",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 3, "length": 5, "key": 0}],
            }
        ],
        "entityMap": {
            "0": {
                "type": "FINDING-NUMBER",
                "data": {"finding": DIGEST, "cell": 'visits/"H" & <B>/visits', "format": "words"},
            }
        },
    }

    stored = editor.to_database_format(json.dumps(written))
    opened = json.loads(editor.from_database_format(stored))

    assert list(references(stored)) == [CellReference(DIGEST, 'visits/"H" & <B>/visits', "words")]
    assert opened["entityMap"]["0"]["data"] == written["entityMap"]["0"]["data"]
    assert editor.to_database_format(json.dumps(opened)) == stored


def test_migrations_know_nothing_of_the_blocks() -> None:
    field = PublicationPage._meta.get_field("body")

    _name, path, arguments, options = field.deconstruct()

    assert isinstance(field, BodyField)
    assert path.endswith("fields.BodyField")
    assert (arguments, "block_lookup" in options) == ([], False)
