"""What identifies a method: its name, its version, and every constant that its results depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pshub.methods.canonical import Json, digest_json


@dataclass(frozen=True, slots=True)
class Method:
    """A method as a sealed result names it.

    Attributes
    ----------
    name
        Stable identifier, such as ``opinion-map``.
    version
        Changed by hand whenever equal inputs may give another result.
    constants
        The numbers in the code that results depend on. They are sealed too, so that a constant that was changed
        without a new version is noticed.
    """

    name: str
    version: str
    constants: Mapping[str, Json]

    def to_dict(self) -> dict[str, Json]:
        """Return the form that digests and packages hold."""
        return {"name": self.name, "version": self.version, "constants": dict(self.constants)}


def result_digest(*, method: Method, parameters: Mapping[str, Json], result: Mapping[str, Json]) -> str:
    """Return the digest that carries the equality law: equal input, method and parameters give equal digests."""
    return digest_json({"method": method.to_dict(), "parameters": dict(parameters), "result": dict(result)})
