"""The pictures of the sample hub, drawn by program: `python -m pshub.cli.sample.drawing` writes them again."""
