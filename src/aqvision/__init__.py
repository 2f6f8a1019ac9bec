"""Sprint video in, a before/after report out that a coach can believe.

::

    Clip ─> Video ─> PoseSequence ─> Motion ─> contacts ─> steps ─> metrics  = Analysis
    Analysis × Analysis ─> Comparison ─> report.html

Measure two clips, compare them and write the report::

    import aqvision

    before = aqvision.analyze("before.mp4", "result/before")
    after = aqvision.analyze("after.mp4", "result/after")
    comparison = aqvision.compare(["result/before"], ["result/after"], "result")

What a user can mend raises ``aqvision.core.errors.AqvisionError`` with a hint.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis
    from aqvision.analysis.store import load_analysis
    from aqvision.comparison.compare import Comparison
    from aqvision.core.clip import Clip
    from aqvision.core.settings import Settings
    from aqvision.coupling.ladder import Ladder
    from aqvision.holds import hold
    from aqvision.ladders import ladder
    from aqvision.pipeline import analyze, check, compare
    from aqvision.report.export import export

__all__ = [
    "Analysis",
    "Clip",
    "Comparison",
    "Ladder",
    "Settings",
    "analyze",
    "check",
    "compare",
    "export",
    "hold",
    "ladder",
    "load_analysis",
]

_HOMES = {
    "Analysis": "analysis.analyze",
    "Clip": "core.clip",
    "Comparison": "comparison.compare",
    "Ladder": "coupling.ladder",
    "Settings": "core.settings",
    "analyze": "pipeline",
    "check": "pipeline",
    "compare": "pipeline",
    "export": "report.export",
    "ladder": "ladders",
    "hold": "holds",
    "load_analysis": "analysis.store",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for: the command line starts in a tenth of a second."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
