"""``pshub opinion``: what it writes, what it refuses, and that nothing half-written stays."""

from __future__ import annotations

import csv
import html
import itertools
import json
import random
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pshub.cli.main import main

FILES = {"RESTRICTED.txt", "opinion.json", "participants.csv", "report.html", "statements.csv"}
FORMULA = '=HYPERLINK("http://example.org","here")'
SCRIPT = "<script>alert('x')</script> & more"
ARABIC = "يجب أن تفتح المكتبات يوم الأحد"


@pytest.fixture
def votes_file(tmp_path: Path) -> Path:
    """Two planted groups of 30 people, 12 statements, some texts that are traps."""
    chance = random.Random(1)
    texts = [FORMULA, SCRIPT, ARABIC, "Emoji 📚", "wide " * 2000, *(f"Statement number {n}" for n in range(7))]
    path = tmp_path / "votes.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["participant", "statement", "vote", "text"])
        for person in range(60):
            for statement, text in enumerate(texts):
                side = 1 if (person < 30) == (statement % 2 == 0) else -1
                vote = side if chance.random() < 0.9 else -side
                writer.writerow([f"p{person}", statement, vote, text])
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["opinion", *map(str, arguments)], catch_exceptions=False)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class Page(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_it_writes_the_files_it_promises_and_marks_them_restricted(votes_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(votes_file, "--out", out)
    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} == FILES | {"figures"}
    assert all(path.read_text(encoding="utf-8").startswith("<svg") for path in (out / "figures").iterdir())
    assert len(list((out / "figures").iterdir())) == 3
    for name in ("RESTRICTED.txt", "opinion.json", "report.html"):
        assert "not for publication" in (out / name).read_text(encoding="utf-8")


def test_without_figures_there_is_no_figures_folder(votes_file: Path, tmp_path: Path) -> None:
    assert run(votes_file, "--out", tmp_path / "out", "--figures", "none").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES


def test_opinion_json_names_method_parameters_digest_axes_and_groups(votes_file: Path, tmp_path: Path) -> None:
    run(votes_file, "--out", tmp_path / "out", "--figures", "none", "--seed", "3")
    found = json.loads((tmp_path / "out/opinion.json").read_text(encoding="utf-8"))
    assert (found["method"], found["parameters"]["seed"], found["mode"]) == ("opinion-map", 3, "robust")
    assert len(found["result_digest"]) == 64
    assert found["axes"]["status"] in ("one", "two")
    assert [group["size"] for group in found["groups"]] == [30, 30]


def test_the_tables_have_the_promised_columns(votes_file: Path, tmp_path: Path) -> None:
    run(votes_file, "--out", tmp_path / "out", "--figures", "none")
    participants, statements = (table(tmp_path / "out" / name) for name in ("participants.csv", "statements.csv"))
    assert list(participants[0]) == ["participant", "x", "y", "group"]
    assert {row["group"] for row in participants} == {"A", "B"}
    assert list(statements[0])[:8] == [
        *("statement", "text", "agree", "disagree", "pass"),
        *("group_informed_consensus", "divisiveness", "representative_of"),
    ]
    assert list(statements[0])[8:] == [
        f"{group}_{answer}" for group in "AB" for answer in ("agree", "disagree", "pass")
    ]
    assert int(statements[0]["agree"]) == int(statements[0]["A_agree"]) + int(statements[0]["B_agree"])


def test_a_statement_that_looks_like_a_formula_is_text_to_a_spreadsheet(votes_file: Path, tmp_path: Path) -> None:
    run(votes_file, "--out", tmp_path / "out", "--figures", "none")
    texts = [row["text"] for row in table(tmp_path / "out/statements.csv")]
    assert texts[0] == "'" + FORMULA
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in texts)


def test_the_report_is_one_page_without_scripts_or_addresses(votes_file: Path, tmp_path: Path) -> None:
    run(votes_file, "--out", tmp_path / "out")
    text = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert "script" not in {tag for tag, _ in page.tags}
    assert SCRIPT in page.words
    sources = [of[name] or "" for _, of in page.tags for name in ("src", "href") if name in of]
    assert sources
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert all(of.get("alt") for tag, of in page.tags if tag == "img")
    assert f'<span dir="auto">{html.escape(ARABIC)}' in text


def test_headings_of_the_report_leave_no_level_out(votes_file: Path, tmp_path: Path) -> None:
    run(votes_file, "--out", tmp_path / "out", "--figures", "none")
    page = Page((tmp_path / "out/report.html").read_text(encoding="utf-8"))
    levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_the_same_votes_in_another_order_give_the_same_digest(votes_file: Path, tmp_path: Path) -> None:
    header, *rows = votes_file.read_text(encoding="utf-8").splitlines()
    random.Random(2).shuffle(rows)
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([header, *rows]), encoding="utf-8")
    digests = set()
    for source, out in ((votes_file, tmp_path / "a"), (shuffled, tmp_path / "b")):
        run(source, "--out", out, "--figures", "none")
        digests.add(json.loads((out / "opinion.json").read_text(encoding="utf-8"))["result_digest"])
    assert len(digests) == 1


BAD = {
    "missing column": "who,statement,vote\n1,1,1\n",
    "value": "pid,tid,vote\n1,1,3\n",
    "empty": "",
    "only a header": "pid,tid,vote\n",
    "encoding": b"pid,tid,vote,text\n1,1,1,\xe9\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_ends_with_code_2_one_plain_line_and_nothing_written(tmp_path: Path, name: str) -> None:
    text = BAD[name]
    source = tmp_path / "bad.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    result = run(source, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("pshub opinion: bad.csv")
    assert "Traceback" not in result.output
    assert {path.name for path in tmp_path.iterdir()} == {"bad.csv"}


def test_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing.csv", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,1,1\n1,2,-1\n", "only one person"),
        ("1,1,1\n2,1,-1\n", "one statement"),
        ("1,1,1\n1,2,1\n2,1,1\n2,2,1\n", "alike"),
    ],
    ids=["one voter", "one statement", "all alike"],
)
def test_votes_without_a_map_give_a_report_that_says_so(tmp_path: Path, rows: str, said: str) -> None:
    source = tmp_path / "votes.csv"
    source.write_text("pid,tid,vote\n" + rows, encoding="utf-8")
    result = run(source, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    words = Page((tmp_path / "out/report.html").read_text(encoding="utf-8")).words.casefold()
    assert "no separate opinion groups" in words
    assert said in (words + result.stderr.casefold())


def test_an_earlier_run_is_replaced_whole(votes_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(votes_file, "--out", out)
    assert run(votes_file, "--out", out, "--figures", "none").exit_code == 0
    assert {path.name for path in out.iterdir()} == FILES


def test_a_folder_with_other_files_is_left_alone(votes_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("precious")
    result = run(votes_file, "--out", out)
    assert result.exit_code == 2
    assert "thesis.doc" in result.stderr
    assert [path.name for path in out.iterdir()] == ["thesis.doc"]


def test_a_failure_while_writing_leaves_the_earlier_run(
    votes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(votes_file, "--out", out, "--figures", "none")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    whole = Path.write_bytes

    def full_disk(path: Path, data: bytes) -> int:
        if path.name == "report.html":
            raise OSError(28, "No space left on device", str(path))
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    result = run(votes_file, "--out", out, "--figures", "none", "--seed", "9")
    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert {path.name for path in tmp_path.iterdir()} == {"votes.csv", "out"}


def test_given_groups_are_used_in_polis_mode(votes_file: Path, tmp_path: Path) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text(
        "participant,group\n" + "".join(f"p{person},{person % 2}\n" for person in range(60)), encoding="utf-8"
    )
    arguments = ("--mode", "polis", "--memberships", groups, "--figures", "none")
    assert run(votes_file, "--out", tmp_path / "out", *arguments).exit_code == 0
    placed = {row["participant"]: row["group"] for row in table(tmp_path / "out/participants.csv")}
    assert len({placed["p0"], placed["p2"], placed["p4"]}) == 1
    assert placed["p0"] != placed["p1"]


def test_help_names_every_command_without_loading_any(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for name in ("demo", "serve", "opinion", "import", "export", "verify", "backup", "doctor"):
        assert name in result.output


def test_the_command_loads_neither_django_nor_polars(votes_file: Path, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pshub.cli.main import main\n"
        f"main(['opinion', {str(votes_file)!r}, '--out', {str(tmp_path / 'out')!r}, '--figures', 'none'],"
        " standalone_mode=False)\n"
        "print(sorted({'django', 'polars', 'vl_convert', 'scipy', 'wagtail'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
