"""Badges and attendance sheets on paper."""
