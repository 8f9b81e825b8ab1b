"""Pieces of this site that other sites show: the figure of a finding, or an event, each leading back to its page."""
