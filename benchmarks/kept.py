"""Parts of a benchmark -> one JSON, so that a run that was interrupted goes on where it stopped.

What was measured holds for the program and the plan as they are: after a change of either, and
once the page is written, all is measured anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

ROOT = Path(__file__).parents[1]
CACHE = Path(__file__).parent / ".cache"

T = TypeVar("T")


class KeptResults:
    """What an interrupted run measured.

    Parameters
    ----------
    path
        The JSON, which need not be there yet.
    made_of
        All that the results depend on; those of anything else are forgotten.
    """

    def __init__(self, path: Path, made_of: str) -> None:
        self._writing = Lock()
        self._path, self._key = path, hashlib.sha256(made_of.encode()).hexdigest()
        stored = json.loads(path.read_text()) if path.exists() else {}
        self._parts: dict[str, Any] = stored["parts"] if stored.get("key") == self._key else {}

    def once(self, name: str, kind: type[T], measure: Callable[[], T]) -> T:
        """Give a part that was measured before, or measure and keep it."""
        if name not in self._parts:
            self._keep(name, _plain(measure()))
        restored: T = restored_as(kind, json.loads(json.dumps(self._parts[name])))
        return restored

    def _keep(self, name: str, part: Any) -> None:
        """Write all parts so far; one that was cut short never looks like a whole."""
        with self._writing:
            self._parts[name] = part
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._path.with_suffix(".partial")
            partial.write_text(json.dumps({"key": self._key, "parts": self._parts}, indent=1))
            partial.replace(self._path)

    def forget(self) -> None:
        """Remove the file: the next run measures all anew."""
        self._path.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def restored_as(kind: Any, value: Any) -> Any:
    """Build what JSON brought back as the type that it was."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: restored_as(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    inner = get_args(kind)
    if get_origin(kind) is dict:
        key, item = inner
        return {key(k): restored_as(item, v) for k, v in value.items()}
    if get_origin(kind) is tuple and inner[1:] == (...,):
        return tuple(restored_as(inner[0], v) for v in value)
    if get_origin(kind) is tuple:
        return tuple(restored_as(part, v) for part, v in zip(inner, value, strict=True))
    return value


def program() -> str:
    """Give a checksum of all that measures or is measured."""
    files = sorted(
        p
        for name in ("src/aqvision", "benchmarks", "validation")
        for p in (ROOT / name).rglob("*.py")
    )
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.read_bytes())
    return whole.hexdigest()
