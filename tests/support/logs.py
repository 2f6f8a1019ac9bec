"""The log of the whole process, set up for a test and given back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from aqvision.core.logs import set_up_logs

_TOUCHED = ("", "dbos", "aqvision")


@contextmanager
def logged_as(form: str) -> Iterator[None]:
    """Write the log in a form until the context ends."""
    known = [logging.getLogger(name) for name in _TOUCHED]
    kept = [(one.handlers[:], one.level, one.propagate) for one in known]
    set_up_logs(form)
    try:
        yield
    finally:
        for one, (handlers, level, propagate) in zip(known, kept, strict=True):
            one.handlers[:], one.propagate = handlers, propagate
            one.setLevel(level)
