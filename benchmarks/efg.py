"""Measure how long .efg files take to write and to read, and how much memory that needs.

Each size is read in a process of its own, once to warm up on a small file. CPU time of one
thread; peak memory as Linux counts it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from standoff.game.classic import escalation
from standoff.interop.efg import write_efg

SIZES = (98_000, 993_000)
READ = """
import json, pathlib, sys, time
from standoff.interop.efg import read_efg
read_efg('EFG 2 R "" { "A" } t "" 0')
started = time.process_time()
game, numbers = read_efg(sys.argv[1])
seconds = time.process_time() - started
# Not getrusage: a process inherits the peak of the one that has started it.
status = pathlib.Path("/proc/self/status").read_text()
peak = int(status.split("VmHWM:")[1].split()[0])
print(json.dumps({"read_s": seconds, "peak_mb": peak / 1024}))
"""


def main() -> None:
    """Write and read each size; print a line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for nodes in options.nodes:
            print(json.dumps(measure(nodes, Path(folder) / f"{nodes}.efg")), flush=True)


def measure(nodes: int, file: Path) -> dict[str, float]:
    """Return seconds and memory for an escalation game of a size."""
    game, numbers = escalation(nodes)
    started = time.process_time()
    text = write_efg(game, numbers)
    written = time.process_time() - started
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(file)], check=True, capture_output=True, text=True
    )
    size = {"nodes": game.n_nodes, "file_mb": len(text) / 1e6, "write_s": written}
    return size | json.loads(done.stdout)


if __name__ == "__main__":
    main()
