"""Outlines of athletes -> what the team's table draws of each, made anew where results changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aqvision.core.wording import _, word_of
from aqvision.library.records import MeasuredClip, Outline
from aqvision.web.metric_lines import like_the_last

if TYPE_CHECKING:
    from aqvision.report.sparklines import Sparkline

DRAWN = ("speed_mps", "step_frequency_hz")
"""Drawn where nothing in particular was named: the first that was measured."""
_MOST = 5000
_USUAL_HZ = 240.0


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn of an athlete, and which clips were measured in an older way.

    ``stamp`` is that of the outline that it was made of.
    """

    stamp: str
    spark: Sparkline | None
    older: frozenset[str]


@dataclass(slots=True)
class Courses:
    """Courses by athlete; those that were not asked for longest are forgotten."""

    most: int = _MOST
    _kept: OrderedDict[str, Course] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def known(self) -> dict[str, Course]:
        """Give all that are kept, as they are now."""
        with self._lock:
            return dict(self._kept)

    def keep(self, courses: Mapping[str, Course]) -> None:
        """Keep courses, each in the place of what was kept of the athlete before.

        Parameters
        ----------
        courses
            By the id of the athlete.
        """
        with self._lock:
            for athlete_id, course in courses.items():
                self._kept[athlete_id] = course
                self._kept.move_to_end(athlete_id)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)


def course_of(outline: Outline, known: Mapping[str, Course]) -> Course:
    """Give what is drawn of an athlete.

    Parameters
    ----------
    outline, known
        Of the athlete, and the courses whose stamps it was asked for with.
    """
    if outline.measured is None:
        return known[outline.athlete.id]
    measured, told = outline.measured, outline.told
    spark = spark_of(measured.clips, told.primaries if told else ())
    return Course(outline.stamp, spark, measured.older)


def spark_of(clips: Sequence[MeasuredClip], primaries: Sequence[str]) -> Sparkline | None:
    """Draw the first metric that was named, or speed, from session to session.

    Parameters
    ----------
    clips, primaries
        Measured clips by day, and what was named for the latest comparison.
    """
    alike = like_the_last(clips)
    if not alike:
        return None
    from aqvision.kinematics.metrics.registry import METRICS
    from aqvision.report.sparklines import sparkline
    from aqvision.report.wording import Sentence

    known = {name for clip in alike for name in clip.summary["metrics"]}
    wanted = (*primaries[:1], *DRAWN)
    name = next((n for n in wanted if n in known and n in METRICS), None)
    if name is None:
        return None
    means = _session_means(name, alike)
    metric = METRICS[name]
    told = [
        Sentence.SPARK_VALUE.format(label=word_of(label), value=_shown(metric, value))
        for label, value in means
    ]
    words = _("{label}, session by session: {values}").format(
        label=metric.label, values=", ".join(told)
    )
    level = sum(value for _label, value in means) / len(means)
    return sparkline(means, metric.minimal_detectable_change(_USUAL_HZ, level), words)


def _shown(metric: Any, value: float) -> str:
    from aqvision.report.numbers import fine_digits, show

    return show(value, metric.unit, fine_digits(metric))


def _session_means(name: str, clips: Sequence[MeasuredClip]) -> list[tuple[str, float]]:
    """Average a metric over each session, in the order of their days."""
    values: dict[str, list[float]] = {}
    labels: dict[str, str] = {}
    for clip in clips:
        row = clip.summary["metrics"].get(name)
        if row is not None:
            values.setdefault(clip.session_id, []).append(row[0])
            labels[clip.session_id] = clip.label
    return [(labels[one], sum(of) / len(of)) for one, of in values.items()]
