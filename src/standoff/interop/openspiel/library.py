"""The one place where OpenSpiel is imported."""

from __future__ import annotations

from typing import Any

from standoff.errors import MissingExtraError


def pyspiel() -> Any:
    """Return OpenSpiel's module.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import pyspiel as module
    except ImportError:
        raise MissingExtraError("interop", "the bridge to OpenSpiel") from None
    return module
