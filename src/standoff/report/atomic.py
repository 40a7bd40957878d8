"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from standoff.errors import UsageError


def replace_file(path: Path, content: bytes) -> None:
    """Put content at a path: written beside it, flushed to the disk, and renamed.

    Raises:
        UsageError: it cannot be written; what stood there still does.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
