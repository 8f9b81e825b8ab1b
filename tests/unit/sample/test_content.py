"""The texts and pictures of the sample hub hold together."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from pshub.cli.sample.content import FOLDER, ROUNDS, picture, statements, toml, turned_down
from pshub.cli.sample.drawing.gallery import gallery
from pshub.practice.conversations import texts

SVG = "{http://www.w3.org/2000/svg}"
PLACEHOLDER = re.compile(r"\{(keep|share|run|all) (?:agree|disagree|pass) ([a-z0-9-]+)\}")


def pictures_named_in_the_texts() -> set[str]:
    named = {person["key"] for person in toml("hub")["people"]}
    found = {f"portrait-{key}" for key in named}
    for name in ("hub", "report", "blog"):
        text = (FOLDER / "content" / f"{name}.toml").read_text(encoding="utf-8")
        found |= set(re.findall(r'^(?:picture|cover|image) = "([a-z-]+)"', text, flags=re.MULTILINE))
    return found


def test_a_first_round_of_forty_statements_of_which_the_most_come_from_the_tables() -> None:
    first = statements("first-round")

    assert len(first) == 40
    assert sum(statement.seeded for statement in first) == 24
    assert {statement.said_by for statement in first if statement.seeded} == {f"Table {n}" for n in range(1, 9)}


@pytest.mark.parametrize("conversation", ROUNDS)
def test_statements_are_one_sentence_each_and_no_two_are_the_same(conversation: str) -> None:
    said = [statement.text for statement in statements(conversation)]

    assert len({texts.fingerprint(text) for text in said}) == len(said)
    assert all(text.endswith(".") and len(text) <= 140 for text in said)


def test_statements_are_turned_down_only_for_reasons_that_were_published() -> None:
    published = {reason["code"] for reason in toml("hub")["moderation"]["reasons"]}
    given = {turned.reason for conversation in ROUNDS for turned in turned_down(conversation)}

    assert given - {""} == published


def test_each_picture_that_a_text_names_is_there_and_none_is_left_over() -> None:
    there = {path.stem for path in (FOLDER / "pictures").glob("*.svg")}

    assert pictures_named_in_the_texts() == there


def test_the_pictures_are_those_that_the_drawing_program_draws() -> None:
    drawn = gallery()

    assert {path.stem for path in (FOLDER / "pictures").glob("*.svg")} == set(drawn)
    assert all(picture(name).decode() == text for name, text in drawn.items())


@pytest.mark.parametrize("name", sorted(path.stem for path in (FOLDER / "pictures").glob("*.svg")))
def test_a_picture_says_what_it_shows_and_holds_nothing_that_a_content_policy_stops(name: str) -> None:
    root = ElementTree.fromstring(picture(name))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    attributes = {key for element in root.iter() for key in element.attrib}

    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text
    assert root.get("viewBox")
    assert not tags & {"script", "style", "image", "foreignObject", "use", "a"}
    assert not {key for key in attributes if key == "style" or key.startswith("on") or "href" in key}


def test_the_report_writes_no_number_about_votes_itself() -> None:
    report = toml("report")
    words = " ".join(
        re.sub(r"\{[^}]*\}", "", part.get("html", "") + part.get("caption", "")) for part in report["body"]
    )

    assert re.findall(r"\d+(?:\.\d+)?\s?(?:%|per cent)", words) == []


def test_the_report_speaks_only_of_statements_that_people_voted_on() -> None:
    text = (FOLDER / "content" / "report.toml").read_text(encoding="utf-8")
    keys = {statement.key for statement in statements("first-round")}
    named = {match[1] for match in PLACEHOLDER.findall(text)}

    assert len(named) >= 15
    assert named <= keys


def test_the_report_is_between_nine_hundred_and_thirteen_hundred_words() -> None:
    parts = toml("report")["body"]
    words = " ".join(re.sub(r"<[^>]*>", " ", str(part.get("html", part.get("text", "")))) for part in parts)

    assert 900 <= len(words.split()) <= 1_300
