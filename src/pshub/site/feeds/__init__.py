"""Feeds of everything that goes public, and of a topic, an author or an inquiry alone: RSS, Atom and JSON Feed."""
