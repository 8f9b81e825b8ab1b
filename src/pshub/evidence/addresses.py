"""Parts of the addresses under ``/evidence/``."""

from __future__ import annotations


class DigestConverter:
    """A finding's address: 64 hexadecimal digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """Keep the text."""
        return value

    def to_url(self, value: str) -> str:
        """Keep the text."""
        return value


class PictureFormatConverter(DigestConverter):
    """A form in which a figure can be had."""

    regex = "svg|png|json"
