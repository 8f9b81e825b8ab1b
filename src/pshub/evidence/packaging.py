"""Making the package of a finding from what the database holds."""

from __future__ import annotations

import html
import json
import re
import textwrap
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from pshub import __version__
from pshub.evidence import kinds, package, snapshots
from pshub.evidence.archives import pack
from pshub.evidence.errors import EvidenceError
from pshub.evidence.kinds import FindingKind
from pshub.evidence.models import Finding
from pshub.evidence.querysets import released, seal_of, standing
from pshub.evidence.tables import datapackage, table_csv, table_path
from pshub.evidence.verification import Source
from pshub.methods.canonical import canonical_json

_BLOCKS = re.compile(r"</(?:p|h[1-6]|li|dt|dd|tr|div|pre|ul|ol|dl)>|<br\s*/?>", re.IGNORECASE)

#: Characters in a line of the texts in a package.
WIDTH = 88


class HiddenFinding(EvidenceError):
    """The content of a finding may not be handed out."""

    def __init__(self) -> None:
        super().__init__("hidden-finding", "this finding was withdrawn or is not public: there is no package of it")


def explanation_context(finding: Finding, kind: FindingKind) -> dict[str, Any]:
    """Return what the explanation of a kind's method may speak of."""
    return {
        "finding": finding,
        "kind": kind,
        "method": json.loads(finding.method_json),
        "parameters": json.loads(finding.parameters_json),
        "released": released(finding),
    }


def method_text(finding: Finding, kind: FindingKind) -> str:
    """Return the method in plain words as plain text."""
    markup = render_to_string(kind.explanation_template, explanation_context(finding, kind))
    text = html.unescape(strip_tags(_BLOCKS.sub("\n\n", re.sub(r"\s+", " ", markup))))
    paragraphs = (textwrap.fill(line.strip(), WIDTH, break_long_words=False) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(paragraphs)).strip() + "\n"


def _about(finding: Finding, *, with_result: bool) -> dict[str, Any]:
    holds = standing(finding)
    about: dict[str, Any] = {
        "digest": finding.digest,
        "title": finding.title,
        "kind": finding.kind,
        "sealed_at": finding.sealed_at.isoformat(),
        "address": f"{settings.BASE_URL}{finding.get_absolute_url()}",
        "state": holds.state,
        "successor": holds.successor_digest,
        "source": (Source.ERASED if finding.snapshot.erased_at else Source.KEPT).value,
        "software": __version__,
    }
    if with_result:
        about["result_digest"] = finding.result_digest
    return about


def package_bytes(finding: Finding, *, restricted: bool = False) -> bytes:
    """Return the package of a finding. The same finding in the same state gives the same bytes.

    Parameters
    ----------
    restricted
        Whether the source and the exact result of a restricted finding are put in too.

    Raises
    ------
    HiddenFinding
        Where the content is withdrawn.
    """
    if standing(finding).hidden:
        raise HiddenFinding
    kind = kinds.get(finding.kind)
    whole = (restricted or not finding.snapshot.restricted) and finding.snapshot.erased_at is None
    secret = restricted and finding.snapshot.restricted
    public = released(finding)
    tables = kind.tables(public)
    files: dict[str, bytes] = {
        package.SEAL: canonical_json(seal_of(finding).to_dict()),
        package.RELEASED: finding.released_json.encode("utf-8"),
        package.FINDING: canonical_json(_about(finding, with_result=whole)),
        package.METHOD: method_text(finding, kind).encode("utf-8"),
        **{table_path(table.name): table_csv(table) for table in tables},
        **{package.figure_path(figure.name): canonical_json(figure.vega_lite) for figure in kind.figures(public)},
    }
    if whole:
        files[package.SNAPSHOT] = snapshots.read(finding.snapshot).data
        files[package.RESULT] = finding.result_json.encode("utf-8")
    context = {"finding": finding, "whole": whole, "secret": secret, "address": settings.BASE_URL}
    if secret:
        files[package.RESTRICTED] = render_to_string("evidence/package/restricted.txt", context).encode("utf-8")
    files[package.README] = render_to_string("evidence/package/readme.txt", context).encode("utf-8")
    files[package.DATAPACKAGE] = canonical_json(datapackage(title=finding.title, tables=tables, files=files))
    files[package.SUMS] = package.sums(files)
    return pack(files)


def package_name(finding: Finding, *, restricted: bool = False) -> str:
    """Return the name under which a package is saved; a restricted one says so."""
    mark = "-RESTRICTED" if restricted and finding.snapshot.restricted else ""
    return f"finding-{finding.digest[:12]}{mark}.zip"
