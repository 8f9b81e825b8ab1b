"""The files that ``pshub opinion`` writes: an analyst's restricted files, exact, all of them or none."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pshub.methods.opinion import method, result_digest
from pshub.methods.opinion.opinion_map import OpinionMap

RESTRICTED = (
    "RESTRICTED: not for publication. These files are exact and hold what single people voted and where they lie on "
    "the map; a few known votes are enough to find a person in them. Keep them as you keep the votes. What may be "
    "published is made by a hub: import the votes there and publish its finding."
)
#: Names of files that this command may replace; a folder with other files in it is left alone.
OURS = ("opinion.json", "participants.csv", "statements.csv", "report.html", "RESTRICTED.txt")
FIGURES = "figures"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class NotOurs(ValueError):
    """The folder to write to holds something that this command did not write."""

    code = "folder-in-use"

    def __init__(self, folder: Path, found: Iterable[str]) -> None:
        self.folder = folder
        names = ", ".join(sorted(found)[:3])
        super().__init__(
            f"{folder} holds other files ({names}), so nothing was written. Name a new or an empty folder."
        )


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier run of this command.

    Raises
    ------
    NotOurs
        It holds other files, or it is a file.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotOurs(folder, [folder.name])
    others = [entry.name for entry in folder.iterdir() if entry.name not in (*OURS, FIGURES)]
    figures = folder / FIGURES
    if figures.is_dir():
        others += [f"{FIGURES}/{entry.name}" for entry in figures.iterdir() if entry.suffix != ".svg"]
    if others:
        raise NotOurs(folder, others)


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by name into a folder, replacing those of an earlier run: all of them, or none.

    They are written to a folder beside it that then takes its place.
    """
    check_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        made.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            folder.rename(old / "old")
            made.rename(folder)
            shutil.rmtree(old)
        else:
            made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def neutralised(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: such texts get an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def opinion_json(drawn: OpinionMap, *, source: str, sealed: Mapping[str, Any]) -> bytes:
    """Return what identifies the result, and the result: method, version, parameters, digest, axes, groups, counts."""
    parameters = drawn.parameters.to_dict()
    used = method()
    document = {
        "restricted": RESTRICTED,
        "source": source,
        "method": used.name,
        "version": used.version,
        "constants": dict(used.constants),
        "parameters": parameters,
        "result_digest": result_digest(method=used, parameters=parameters, result=sealed),
        **sealed,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def participants_csv(drawn: OpinionMap) -> bytes:
    """Return a row for each participant: place on the map, and group (empty where not placed)."""
    rows = zip(drawn.votes.participants, drawn.coordinates.tolist(), drawn.labels, strict=True)
    return _table(
        ("participant", "x", "y", "group"),
        ((neutralised(person), repr(x), repr(y), label) for person, (x, y), label in rows),
    )


def statements_csv(drawn: OpinionMap) -> bytes:
    """Return a row for each statement: counts, scores, the groups it stands for, and the counts of each group."""
    labels = [group.label for group in drawn.groups]
    header = [
        *("statement", "text", "agree", "disagree", "pass"),
        *("group_informed_consensus", "divisiveness", "representative_of"),
        *(f"{label}_{answer}" for label in labels for answer in ("agree", "disagree", "pass")),
    ]
    rows = (
        [
            one.id,
            neutralised(one.text),
            one.agree,
            one.disagree,
            one.passed,
            f"{one.group_informed_consensus:.9g}",
            f"{one.divisiveness:.9g}",
            " ".join(one.representative_of),
            *(count for entry in one.scores for count in (entry.agree, entry.disagree, entry.passed)),
        ]
        for one in drawn.statements
    )
    return _table(header, rows)


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
