"""The house keeps its shape: layers, sizes, names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.db import models
from django.test.utils import isolate_apps
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from pshub.config.checks import upward_keys
from pshub.config.layers import LAYERS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "pshub"
MOST_LINES = 400
MOST_LINES_IN_A_FUNCTION = 60
MOST_METHODS = 20
DUMPING_GROUNDS = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "base_utils", "functions", "stuff"}


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def test_imports_only_point_down() -> None:
    """The command says which import is wrong, in the captured output."""
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_the_order_of_the_areas_is_written_down_once_in_each_place_the_same() -> None:
    """The layers of imports and those of foreign keys agree."""
    import tomllib

    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [name.removeprefix("pshub.") for name in options["contracts"][0]["layers"]]
    places = {"conversations": "practice", "publications": "publishing"}
    by_keys = [places.get(label, label) for row in LAYERS for label in row]

    assert [layer for layer in layers if layer in by_keys] == by_keys


def test_foreign_keys_only_point_down() -> None:
    from django.apps import apps

    assert upward_keys(apps.get_models()) == []


@isolate_apps("pshub.people", "pshub.delivery")
def test_a_key_that_points_up_or_sideways_is_found() -> None:
    class Upper(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "people"

    class Lower(models.Model):  # noqa: DJ008
        upper = models.ForeignKey(Upper, on_delete=models.CASCADE)
        uppers = models.ManyToManyField(Upper, related_name="+")

        class Meta:
            app_label = "delivery"

    found = upward_keys([Upper, Lower])

    assert {message.id for message in found} == {"pshub.E001"}
    assert {message.msg.split(" ")[0] for message in found} == {"delivery.Lower.upper", "delivery.Lower.uppers"}


def test_no_module_outgrows_its_page() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in modules()
        if (count := len(path.read_text().splitlines())) > MOST_LINES
    }

    assert long == {}


def lines_of_code(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how long a function is, its docstring not counted."""
    said = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
    docstring = (said.end_lineno or 0) - said.lineno + 1 if said else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_no_function_outgrows_a_screen() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": count
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := lines_of_code(node)) > MOST_LINES_IN_A_FUNCTION
    }

    assert long == {}


def test_no_class_does_everything() -> None:
    large = {
        f"{path.relative_to(ROOT)}:{node.name}": count
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        and (count := sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body))
        > MOST_METHODS
    }

    assert large == {}


def test_no_module_is_a_dumping_ground() -> None:
    names = {str(path.relative_to(ROOT)) for path in SOURCE.rglob("*") if path.stem in DUMPING_GROUNDS}

    assert names == set()


def test_signals_hold_no_business_logic() -> None:
    using = [
        str(path.relative_to(ROOT))
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".signals")
    ]

    assert using == []


def actions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the public functions of the modules of actions."""
    for path in modules():
        if path.name == "actions.py" or path.parent.name == "actions":
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{path.relative_to(ROOT)}:{node.name}", node


def required(node: ast.FunctionDef) -> list[str]:
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    return [argument.arg for argument, default in pairs if default is None]


def writes(node: ast.FunctionDef) -> bool:
    """Whether a function writes rows by itself."""
    writing = {"create", "bulk_create", "get_or_create", "update_or_create", "save", "delete", "update", "bulk_update"}
    return any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in writing
        for call in ast.walk(node)
    )


def test_each_action_says_who_acts() -> None:
    """Whoever acts is the last keyword that an action cannot do without."""
    wrong = [
        name
        for name, node in actions()
        if (required(node)[-1:] != ["by"] and (writes(node) or "by" in {arg.arg for arg in node.args.kwonlyargs}))
        or "by" in {arg.arg for arg in node.args.args}
    ]

    assert wrong == []


def test_lock_files_name_no_address() -> None:
    locks = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "frontend" / "package-lock.json"]
    texts = {lock.name: lock.read_text(encoding="utf-8") for lock in locks}

    assert {"runtime.txt", "setup.txt", "dev.txt", "uv.txt", "node.txt", "package-lock.json"} <= set(texts)
    assert [
        name for name, text in texts.items() if "--index" in text or "--extra" in text or '"resolved"' in text
    ] == []
    assert [name for name, text in texts.items() if name.endswith(".txt") and "://" in text] == []


def test_every_locked_package_has_a_hash() -> None:
    bare = [
        f"{lock.name}: {line}"
        for lock in sorted((ROOT / "requirements").glob("*.txt"))
        for line in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        if "==" in line and not line.lstrip().startswith("#") and "--hash=sha256:" not in line
    ]

    assert bare == []
