"""Wall times of ``pshub opinion`` on a real conversation, beside the same question asked of scikit-learn.

Run by ``make bench``. It prints times and ratios and asserts only that both commands worked.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

CONVERSATION = "vtaiwan.uberx"
ROUNDS = 5
# What an analyst would write with scikit-learn: no null test, no exact counts, no order-freedom, no files.
PEER = """
import csv, sys
import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
with open(sys.argv[1], newline="", encoding="utf-8") as stream:
    rows = list(csv.DictReader(stream))
people = {name: place for place, name in enumerate(dict.fromkeys(row["voter-id"] for row in rows))}
columns = {name: place for place, name in enumerate(dict.fromkeys(row["comment-id"] for row in rows))}
table = np.full((len(people), len(columns)), np.nan)
for row in rows:
    table[people[row["voter-id"]], columns[row["comment-id"]]] = int(row["vote"])
filled = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
places = PCA(2, svd_solver="full").fit_transform(filled)
for k in range(2, 6):
    silhouette_score(places, KMeans(k, n_init=20, random_state=0).fit_predict(places))
"""


def _best(*arguments: str) -> float:
    """Return the shortest of some runs, in seconds, start-up included."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def test_times_of_the_two_ways_to_run_the_command(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "polis" / CONVERSATION
    out = tmp_path / "out"
    command = ("-m", "pshub.cli.main", "opinion", str(source), "--out", str(out))
    plain = _best(*command, "--figures", "none")
    drawn = _best(*command, "--figures", "svg")
    peer = _best("-c", PEER, str(source / "votes.csv"))
    print(f"\npshub opinion on {CONVERSATION}, best of {ROUNDS}, start-up included")
    print(f"  --figures none   {plain:6.2f} s   {plain / peer:5.2f} x scikit-learn")
    print(f"  --figures svg    {drawn:6.2f} s   {drawn / peer:5.2f} x scikit-learn")
    print(f"  scikit-learn     {peer:6.2f} s   (principal components, k-means and silhouettes alone)")
    assert (out / "report.html").is_file()
