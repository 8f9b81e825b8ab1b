"""Footnotes in the tag tree: the layout engine tags them as plain spans, PDF/UA wants notes with a name each."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def tag_footnotes(document: Any, pdf: Any) -> None:
    """Tag what stands at the foot of pages as notes, once all else is in place.

    The area at the foot of a page is the one kind of box without a meaning of its own right below the document, and its
    children are the notes.
    """
    pydyf = import_module("pydyf")
    found = {structure.reference: structure for structure in pdf.objects if isinstance(structure, pydyf.Dictionary)}
    root = next(node for node in found.values() if node.get("Type") == "/StructTreeRoot")
    number = 0
    for reference in found[root["K"][0]]["K"]:
        area = found[reference]
        if area["S"] == "/NonStruct":
            for note in (found[kid] for kid in area["K"] if kid in found):
                number += 1
                note["S"] = "/Note"
                note["ID"] = pydyf.String(f"note-{number}")
