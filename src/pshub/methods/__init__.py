"""Numbers only: pure functions over arrays, with no Django, no database, no clock and no global state."""
