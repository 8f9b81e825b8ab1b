"""Bundles of pages that go live at one moment."""
