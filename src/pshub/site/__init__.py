"""The public site: home, navigation, the design system, error pages."""
