"""What the outbox carries for DOIs."""

PLAN = "publications.doi.plan"
SEND = "publications.doi.send"
