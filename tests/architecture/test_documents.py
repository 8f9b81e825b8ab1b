"""What the documentation promises is there, and what is there is documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pshub.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
#: Read by the tests and by the tools around them, not by a hub.
OF_TESTS = {"PSHUB_SHARED_DATA", "PSHUB_REQUIRE_CHROMIUM", "PSHUB_REQUIRE_POSTGRES", "PSHUB_SUPERVISOR_PID"}


def variables() -> set[str]:
    """Return the environment variables that the code names."""
    return {
        node.value
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"PSHUB_[A-Z_]+", node.value)
    } - OF_TESTS


def commands(group: click.Group, names: tuple[str, ...] = ("pshub",)) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*names, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*names, name))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def test_every_setting_is_documented() -> None:
    told = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")

    assert sorted(name for name in variables() if f"`{name}`" not in told) == []


def test_no_setting_is_documented_that_is_not_there() -> None:
    told = set(re.findall(r"`(PSHUB_[A-Z_]+)`", (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")))

    assert sorted(told - variables()) == []


def test_every_command_and_option_is_documented() -> None:
    told = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    missing = []
    for name, command in commands(main):
        section = re.search(rf"^#+ `{re.escape(name)}`$(.*?)(?=^#+ `|\Z)", told, re.MULTILINE | re.DOTALL)
        if section is None:
            missing.append(name)
            continue
        missing += [
            f"{name} {option}"
            for parameter in command.params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
            if option.startswith("--") and f"`{option}" not in section.group(1)
        ]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for found in LINK.finditer(page.read_text(encoding="utf-8")):
        target = found.group(1) or found.group(2)
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = (page.parent / name).resolve() if name else page
        if not other.exists() or (anchor and anchor not in anchors(other)):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_every_page_is_reached_from_the_front_page(page: Path) -> None:
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        current = waiting.pop()
        if current in reached or not current.is_file():
            continue
        reached.add(current)
        for found in LINK.finditer(current.read_text(encoding="utf-8")):
            target = (found.group(1) or found.group(2)).partition("#")[0]
            if target and not re.match(r"[a-z]+:", target):
                waiting.append((current.parent / target).resolve())

    assert page in reached


def test_every_dependency_is_explained() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    told = (DOCS / "explanation" / "dependencies.md").read_text(encoding="utf-8")
    names = {re.split(r"[\[<>=;!~ ]", name)[0] for name in named}

    assert sorted(name for name in names if f"`{name}`" not in told) == []
