"""The public surface, closed; what it costs to load; and what a result may hold."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pshub.methods.opinion as opinion
from pshub.methods.canonical import canonical_json
from pshub.methods.opinion import Parameters, Votes, analyse, constants
from pshub.methods.opinion.notices import NOTICES

PUBLIC = [
    "METHOD",
    "OpinionError",
    "OpinionMap",
    "Parameters",
    "Votes",
    "VotesError",
    "analyse",
    "method",
    "priorities",
    "read_votes",
    "result_digest",
]


def test_the_public_surface_is_this_and_no_more() -> None:
    assert sorted(opinion.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(opinion, name) is not None
        assert name in dir(opinion)
    with pytest.raises(AttributeError, match="no attribute 'anything'"):
        _ = opinion.anything  # type: ignore[attr-defined]


def loaded_by(code: str) -> set[str]:
    """Modules that a fresh process has loaded after running some code."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_routing_loads_no_numpy() -> None:
    loaded = loaded_by("from pshub.methods.opinion.routing import priorities")
    assert "pshub.methods.opinion.routing" in loaded
    assert not {"numpy", "polars", "scipy", "numba", "django"} & loaded


def test_analysis_loads_numpy_and_nothing_heavier() -> None:
    loaded = loaded_by("from pshub.methods.opinion import analyse, read_votes, Parameters, Votes")
    assert "numpy" in loaded
    assert not {"polars", "scipy", "numba", "pyarrow", "sklearn", "django"} & loaded


def test_the_method_shows_a_constant_as_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opinion.METHOD.constants["z90"] == 1.2816
    monkeypatch.setattr(constants, "Z90", 1.3)
    assert opinion.METHOD.constants["z90"] == 1.3
    assert opinion.METHOD.name == "opinion-map"
    assert canonical_json(opinion.METHOD.to_dict())


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys(item)}
    if isinstance(value, list):
        return {key for item in value for key in keys(item)}
    return {value} if isinstance(value, str) else set()


def test_a_result_names_no_participant(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(shuffles=5))
    assert not keys(drawn.result()) & set(town.participants)


def test_a_result_has_the_documented_shape(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(shuffles=5))
    result: Any = drawn.result()
    assert result["mode"] == "robust"
    assert result["participants"] == 90
    assert [group["label"] for group in result["groups"]] == ["A", "B"]
    assert len(result["axes"]["v1"]) == len(result["statistics"]) == len(result["statements"]) == 30
    assert result["statements"][29] == {"id": "29", "moderated_out": True, "meta": False}
    for side in ("agree", "disagree", "pass"):
        assert len(result["counts"]["groups"]["A"][side]) == 30
        in_groups = [sum(column) for column in zip(*(group[side] for group in result["counts"]["groups"].values()))]  # noqa: B905
        assert all(inside <= everybody for inside, everybody in zip(in_groups, result["counts"]["all"][side]))  # noqa: B905
    assert set(result["statistics"][0]["groups"]) == {"A", "B"}
    assert (
        opinion.result_digest(method=opinion.METHOD, parameters=drawn.parameters.to_dict(), result=result)
        == drawn.digest()
    )


def test_the_density_counts_everybody_who_is_grouped(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(shuffles=5))
    density: Any = drawn.result()["density"]
    assert sum(people for _, _, people in density["bins"]) == 90
    assert density["step"] & (density["step"] - 1) == 0
    assert max(abs(x) for x, _, _ in density["bins"]) <= constants.DENSITY_CELLS // 2
    step = density["step"]
    x, y, people = density["bins"][0]
    inside = (drawn.positions // step == (x, y)).all(axis=1)
    assert int(inside.sum()) == people


def test_labels_and_coordinates_go_with_participants(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(shuffles=5))
    assert len(drawn.labels) == 90
    assert set(drawn.labels) == {"A", "B"}
    assert drawn.coordinates.shape == (90, 2)


def test_every_constant_and_notice_is_in_the_reference() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "opinion-method.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[A-Za-z0-9_-]+", page))
    assert {name for name in vars(constants) if name.isupper()} <= words
    assert set(NOTICES) <= words
    assert f"version {opinion.METHOD.version}" in page
