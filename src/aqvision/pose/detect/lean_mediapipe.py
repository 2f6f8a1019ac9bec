"""MediaPipe's tasks for pictures, without the libraries for plots and sound that they load.

MediaPipe loads matplotlib for a drawing function and sounddevice for a microphone. Nothing here
draws or listens with it, and both take as long to load as all the rest of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_PLOTS, _SOUND = "matplotlib", "sounddevice"


@contextmanager
def _left_out() -> Iterator[None]:
    """Let imports find an empty module of plots and no sound, unless they are loaded already."""
    plots, pyplot = ModuleType(_PLOTS), ModuleType(f"{_PLOTS}.pyplot")
    plots.pyplot = pyplot  # type: ignore[attr-defined]
    stands_in: dict[str, ModuleType | None] = {}
    if _PLOTS not in sys.modules:
        stands_in |= {_PLOTS: plots, f"{_PLOTS}.pyplot": pyplot}
    if _SOUND not in sys.modules:
        stands_in[_SOUND] = None
    sys.modules.update(stands_in)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in stands_in:
            del sys.modules[name]


with _left_out():
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

__all__ = ["BaseOptions", "mediapipe", "vision"]
