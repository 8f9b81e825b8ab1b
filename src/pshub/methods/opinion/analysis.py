"""From votes to the opinion map."""

from __future__ import annotations

from collections.abc import Callable

from pshub.methods.opinion.axes import Axes
from pshub.methods.opinion.identity import method
from pshub.methods.opinion.opinion_map import Group, GroupScores, OpinionMap, Statement, Structure
from pshub.methods.opinion.parameters import Parameters

Progress = Callable[[str, float], None]

__all__ = ["Axes", "Group", "GroupScores", "OpinionMap", "Parameters", "Progress", "Statement", "Structure", "method"]
