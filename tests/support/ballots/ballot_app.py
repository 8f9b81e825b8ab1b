"""An area that announces the kinds of these tests, for processes of their own."""

from __future__ import annotations

from django.apps import AppConfig


class BallotConfig(AppConfig):
    """Registers the kinds."""

    name = "ballot_app"
    label = "ballots"

    def ready(self) -> None:
        import ballots

        from pshub.evidence import kinds

        for kind in (ballots.BallotKind, ballots.PublicBallotKind, ballots.SecretiveBallotKind):
            kinds.register(kind())
