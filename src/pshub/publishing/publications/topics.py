"""Outbox topics of publications."""

from __future__ import annotations

#: Payload: ``{"version": <key of a PublicationVersion>}``.
MAKE_PDF = "publications.pdf"
