"""Write all pictures into the folder beside this package."""

from __future__ import annotations

from pathlib import Path

from pshub.cli.sample.drawing.gallery import gallery

if __name__ == "__main__":
    folder = Path(__file__).parent.parent / "pictures"
    for name, text in gallery().items():
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")
        print(f"{name}.svg, {len(text.encode()):,} bytes")
