"""The protocol by which libraries harvest what a hub published: OAI-PMH 2.0."""
