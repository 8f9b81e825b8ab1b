"""Captions as WebVTT: checked when they are added, and read as a transcript where nobody wrote one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.translation import gettext as _

#: Captions of a day's talk take some hundred kilobytes.
LARGEST = 2_000_000
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|</?>")
#: Silence that begins a new paragraph of a transcript, in milliseconds.
PAUSE = 2_000


class CaptionsProblem(ValueError):
    """A file is not captions that a browser can show."""

    code = "bad-captions"

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(_("Line %(line)d of the captions: %(message)s") % {"line": line, "message": message})


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from one moment to another, in milliseconds from the beginning."""

    begins: int
    ends: int
    text: str


def read_captions(content: bytes) -> list[Cue]:
    """Return the cues of a WebVTT file in their order.

    Raises
    ------
    CaptionsProblem
        With the line: where it is not WebVTT, holds no cue, or a cue ends before it begins or begins before the last.
    """
    if len(content) > LARGEST:
        raise CaptionsProblem(1, _("the file is too large to be captions."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CaptionsProblem(line, _("this is not text in UTF-8. Save it again as UTF-8.")) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise CaptionsProblem(1, _("a WebVTT file begins with the word WEBVTT. Export the captions as WebVTT (.vtt)."))
    cues = list(_cues(lines))
    if not cues:
        raise CaptionsProblem(len(lines), _("there is not a single caption in it."))
    return cues


def _cues(lines: list[str]) -> Iterator[Cue]:
    last = 0
    for number, block in _blocks(lines):
        # A comment, a style or a region is no cue; neither is what stands beside the first word of the file.
        if number == 1 or block[0].split(" ")[0] in ("NOTE", "STYLE", "REGION"):
            continue
        at = 0 if "-->" in block[0] else 1
        if at >= len(block) or "-->" not in block[at]:
            raise CaptionsProblem(number, _("a caption needs a line such as 00:01.000 --> 00:04.000."))
        timing = _TIMING.fullmatch(block[at].strip())
        if not timing:
            message = _("“%(timing)s” is not a time that browsers read: write 00:01.000 --> 00:04.000.")
            raise CaptionsProblem(number + at, message % {"timing": block[at].strip()})
        begins, ends = _milliseconds(timing.groups()[:4]), _milliseconds(timing.groups()[4:])
        if ends <= begins:
            raise CaptionsProblem(number + at, _("the caption ends before it begins."))
        if begins < last:
            raise CaptionsProblem(number + at, _("the caption begins before the one above it."))
        last = begins
        words = " ".join(unescape(_MARKUP.sub("", " ".join(block[at + 1 :]))).split())
        yield Cue(begins, ends, words)


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the runs of lines between empty ones, with the number of the first."""
    start, block = 1, list[str]()
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield start, block
            block = []


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def transcript(cues: list[Cue]) -> str:
    """Return what the captions say as running text, a paragraph for each stretch without a long pause."""
    paragraphs: list[list[str]] = []
    ended = None
    for cue in cues:
        if ended is None or cue.begins - ended > PAUSE:
            paragraphs.append([])
        if cue.text and cue.text not in paragraphs[-1][-1:]:
            paragraphs[-1].append(cue.text)
        ended = cue.ends
    return "\n\n".join(" ".join(words) for words in paragraphs if words)
