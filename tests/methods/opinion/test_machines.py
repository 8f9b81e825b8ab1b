"""Equal votes give an equal digest whatever the processor's kernels and the number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from pathlib import Path
import numpy as np
from pshub.methods.opinion import analyse, read_votes
random = np.random.default_rng(0).standard_normal((60, 60))
print(analyse(read_votes(Path(sys.argv[1]))).digest(), float(np.linalg.eigh(random + random.T)[1][0, 0]).hex())
"""
MACHINES = [
    {"OPENBLAS_NUM_THREADS": "1"},
    {"OPENBLAS_NUM_THREADS": "2"},
    # Where NumPy has OpenBLAS on x86, these make it use what older processors have; elsewhere they do nothing.
    {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": ""},
    {"OPENBLAS_CORETYPE": "Prescott"},
]


def test_the_digest_is_the_same_on_every_machine(shared_data: Path) -> None:
    seen = []
    for machine in MACHINES:
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(shared_data / "polis" / "15-per-hour-seattle")],
            env={**os.environ, **machine},
            capture_output=True,
            text=True,
            check=True,
        )
        seen.append(run.stdout.split())
    print("last digits of a plain eigenvector:", sorted({digits for _, digits in seen}))
    assert len({digest for digest, _ in seen}) == 1
