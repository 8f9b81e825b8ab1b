"""Holds the methods, and each module of actions, to what the tests must reach. Says nothing where they do."""

from __future__ import annotations

import sys

import coverage

#: Per cent of the lines.
LEAST = 95


def lacking(measured: coverage.Coverage) -> list[str]:
    """Return a line for each module of actions, and one for all methods, of which too little was reached."""
    found = []
    reached = lines = 0
    for path in sorted(measured.get_data().measured_files()):
        _, statements, _, missing, missing_text = measured.analysis2(path)
        if "/pshub/methods/" in path:
            lines += len(statements)
            reached += len(statements) - len(missing)
        elif statements and 100 * len(missing) > (100 - LEAST) * len(statements):
            share = 100 - 100 * len(missing) / len(statements)
            found.append(f"{path.partition('/src/')[2]}: {share:.0f} % of its lines; not {missing_text}")
    if not lines or 100 * reached < LEAST * lines:
        found.append(f"pshub/methods: {reached} of {lines} lines")
    return found


def main() -> int:
    """Load what a run of the tests left, and say what is lacking."""
    measured = coverage.Coverage(messages=False)
    measured.load()
    found = lacking(measured)
    if found:
        print(f"The tests reach less than {LEAST} % of:", *found, sep="\n  ", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
