"""What happens -> lines of a log without names of people or clips, in words or as JSON.

The words of an error and the values in a message may repeat what somebody is called. A line says
what was being done, of which job, and where in the program it failed: nothing of either.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

# What a line may tell: of a job no more than its id, its kind and how it went.
_FIELDS = ("job", "kind", "tries", "outcome", "seconds", "version", "workers")
_OURS = "aqvision"
_PROGRAM = Path(__file__).parents[1]
# It brings lines of its own into shape unless somebody did before.
_SELF_WILLED = "dbos"


def set_up_logs(form: str) -> None:
    """Have all that is logged in this process written to stderr without names.

    Parameters
    ----------
    form
        ``text`` for what went wrong, ``json`` for lines that programs read, which also tell which
        jobs begin and end.
    """
    handler = _ToStderr()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.getLogger().handlers[:] = [handler]
    queue = logging.getLogger(_SELF_WILLED)
    queue.handlers[:], queue.propagate = [handler], False
    logging.getLogger(_OURS).setLevel(logging.INFO if form == "json" else logging.WARNING)


class _ToStderr(logging.Handler):
    """Writes to what stderr is just then."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):  # whoever listened is gone
            print(self.format(record), file=sys.stderr, flush=True)  # noqa: T201 - the log itself


class JsonLines(logging.Formatter):
    """A line of JSON an event: its time in UTC, level, event, and what is known of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line.

        Parameters
        ----------
        record
            Of the event.
        """
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        told: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _event(record),
        }
        told |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        error = _error(record)
        if error is not None:
            told |= {"error": _kinds(error), "where": list(_places(error))}
        return json.dumps(told, default=str)


class TextLines(logging.Formatter):
    """A line an event, and below it where in the program an error came from."""

    _WORDS: ClassVar = "{level}: {event}{fields}"

    def format(self, record: logging.LogRecord) -> str:
        """Write a line, or more of an error.

        Parameters
        ----------
        record
            Of the event.
        """
        known = [f"{name} {getattr(record, name)}" for name in _FIELDS if hasattr(record, name)]
        fields = f" ({', '.join(known)})" if known else ""
        line = self._WORDS.format(level=record.levelname, event=_event(record), fields=fields)
        error = _error(record)
        if error is None:
            return line
        frames = "".join(traceback.format_tb(error.__traceback__))
        return f"{line}\n{frames}{_kinds(error)}"


def _event(record: logging.LogRecord) -> str:
    """Say what happened without the values that go with it; others' events with who says it."""
    words = str(record.msg).strip().partition("\n")[0]
    ours = record.name.partition(".")[0] == _OURS
    return words if ours else f"{record.name}: {words}"


def _error(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _kinds(error: BaseException) -> str:
    """Name the kind of an error, and of those that led to it; its words are not for a log."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    kind = type(error).__name__
    return kind if cause is None else f"{kind} from {_kinds(cause)}"


def _places(error: BaseException) -> Iterator[str]:
    """Say where in the program an error came from, the innermost place last."""
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        short = path.relative_to(_PROGRAM) if path.is_relative_to(_PROGRAM) else Path(path.name)
        yield f"{short}:{frame.lineno} {frame.name}"
