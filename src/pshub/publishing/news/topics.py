"""The outbox topics of news."""

from __future__ import annotations

#: A post that is to go to another network.
SEND = "news.send"
