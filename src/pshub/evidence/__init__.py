"""Findings: the sealed results of named methods on sealed inputs, which anyone can recompute."""
