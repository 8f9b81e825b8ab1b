"""Events: who comes, and what came of it."""
