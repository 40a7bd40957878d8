"""Sample files of other programs, from folders named by an environment variable."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "STANDOFF_EFG_SAMPLES"
"""One folder or several, with the separator that `PATH` has."""
REASON = f"{VARIABLE} names no folder of .efg files"


def sample_files():
    """Return all files in the folders, none where no folder is named.

    Raises:
        FileNotFoundError: folders are named, but there is no file in them.
    """
    folders = [Path(word) for word in os.environ.get(VARIABLE, "").split(os.pathsep) if word]
    found = [path for folder in folders for path in sorted(folder.rglob("*.efg"))]
    if folders and not found:
        raise FileNotFoundError(f"{VARIABLE} names folders without .efg files")
    return found
