"""The newsletters application."""

from __future__ import annotations

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    """Newsletters, their readers, and their sending."""

    name = "pshub.publishing.newsletters"
    label = "newsletters"
    verbose_name = "Newsletters"

    def ready(self) -> None:
        """Announce issues to the catalogue and the ledger, what is held about people, and what follows from bounces."""
        from pshub.delivery import ledger, troubles
        from pshub.inquiries import catalogue
        from pshub.people import personal_data
        from pshub.publishing.newsletters import tidying  # noqa: F401
        from pshub.publishing.newsletters.actions.subscribing import give_up
        from pshub.publishing.newsletters.entries import ISSUES
        from pshub.publishing.newsletters.holdings import SUBSCRIPTION
        from pshub.publishing.newsletters.mailings import LIST
        from pshub.publishing.newsletters.models import Mailing

        catalogue.register(ISSUES)
        ledger.register(LIST)
        troubles.listen(give_up)
        personal_data.register(SUBSCRIPTION)
        personal_data.register(
            personal_data.named_in(
                "newsletters_sent", Mailing.objects.all, field="queued_by", shown=("subject", "queued_at")
            )
        )
