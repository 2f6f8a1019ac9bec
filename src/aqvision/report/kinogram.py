"""Analysis and its keyframes -> the pictures of one step as a page shows them, with captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison
from aqvision.core.skeleton import Side, opposite
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.keyframes import Keyframe, load_keyframes
from aqvision.report.moments import OTHER_FOOT
from aqvision.report.numbers import show
from aqvision.report.wording import CUES, NEAR_AND_FAR, Sentence

_MAX_PAIRS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture; ``cue`` says what to look for, ``since`` the time from touchdown."""

    phase: str
    label: str
    cue: str
    webp: bytes
    time: str
    since: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinogram:
    """The pictures of a clip.

    ``side`` is the foot of the step, None without a step; ``limbs`` names those that are drawn as
    near and as far; ``missing`` says why a picture is not there; ``other`` are the pictures of a
    step of the other foot.
    """

    clip: str
    side: Side | None
    limbs: tuple[str, str]
    missing: str
    pictures: tuple[Picture, ...]
    other: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class PhasePair:
    """The same moment before and after; one of them may be missing."""

    label: str
    cue: str
    before: Picture | None
    after: Picture | None


@dataclass(frozen=True, slots=True)
class KinogramPair:
    """A clip before beside one after, moment by moment; ``other`` of a step of the other foot."""

    before: Kinogram
    after: Kinogram
    phases: tuple[PhasePair, ...]
    other: tuple[PhasePair, ...]

    @property
    def meets(self) -> bool:
        """Tell whether both show a moment in common, or one has no pictures at all."""
        sides = [[pair.before for pair in self.phases], [pair.after for pair in self.phases]]
        one_alone = not all(any(side) for side in sides)
        return one_alone or any(pair.before and pair.after for pair in self.phases)


def make_kinogram(analysis: Analysis, folder: Path | None) -> Kinogram:
    """Read the pictures of a clip and say when each was taken and at which angles.

    Parameters
    ----------
    analysis, folder
        A clip, and the folder of its result; None where there are no pictures.
    """
    keyframes = load_keyframes(folder)
    first, other = (
        [k for k in keyframes if k.phase.startswith(OTHER_FOOT) == is_other]
        for is_other in (False, True)
    )
    side, near = first[0].side if first else None, analysis.scene.camera.near_side
    from_file = analysis.provenance.from_pose_file
    return Kinogram(
        clip=analysis.name,
        side=side,
        limbs=NEAR_AND_FAR if side else (near, opposite(near)),
        missing=Sentence.NO_VIDEO if from_file else _why_missing(analysis),
        pictures=tuple(_picture(analysis, k, first[0].time_s) for k in first),
        other=tuple(_picture(analysis, k, other[0].time_s) for k in other),
    )


def _why_missing(analysis: Analysis) -> Sentence:
    return Sentence.FACE_UNKNOWN if analysis.provenance.faces_blurred else Sentence.NOT_IN_VIEW


def pair_kinograms(
    comparison: Comparison, before: Sequence[Path | None], after: Sequence[Path | None]
) -> list[KinogramPair]:
    """Put the first clip before beside the first after, and so on, as far as both go.

    Parameters
    ----------
    comparison
        What changed.
    before, after
        Folders of its analyses, in their order; None where there are no pictures.
    """
    old, new = (
        [make_kinogram(analysis, folder) for analysis, folder in clips][:_MAX_PAIRS]
        for clips in (
            zip(comparison.before, before, strict=True),
            zip(comparison.after, after, strict=True),
        )
    )
    return [
        KinogramPair(o, n, _pair_phases(o.pictures, n.pictures), _pair_phases(o.other, n.other))
        for o, n in zip(old, new, strict=False)
    ]


def _pair_phases(before: Sequence[Picture], after: Sequence[Picture]) -> tuple[PhasePair, ...]:
    old, new = ({p.phase: p for p in pictures} for pictures in (before, after))
    return tuple(
        PhasePair(picture.label, picture.cue, old.get(phase), new.get(phase))
        for phase, picture in {**old, **{k: v for k, v in new.items() if k not in old}}.items()
    )


def _picture(analysis: Analysis, keyframe: Keyframe, start_s: float) -> Picture:
    since = Sentence.SINCE_TOUCHDOWN.format(ms=1000 * (keyframe.time_s - start_s))
    return Picture(
        phase=keyframe.phase,
        label=keyframe.label,
        cue=CUES.get(keyframe.phase.removeprefix(OTHER_FOOT), ""),
        webp=keyframe.webp,
        time=Sentence.SECONDS.format(s=keyframe.time_s),
        since=since if keyframe.side and _is_timed(analysis) else "",
        lines=_caption(analysis, keyframe),
    )


def _is_timed(analysis: Analysis) -> bool:
    """Tell whether times of contact may be shown: pictures must not say what is withheld."""
    return analysis.metrics["contact_time_s"].confidence != Grade.WITHHELD


def _caption(analysis: Analysis, keyframe: Keyframe) -> tuple[str, ...]:
    """Say when a picture was taken and at which angles, as far as they are measured."""
    when = Sentence.AT_TIME.format(s=keyframe.time_s)
    if keyframe.side is None:
        return ()
    if analysis.metrics["thigh_range_deg"].confidence == Grade.WITHHELD:
        return (when,)
    time = analysis.series["time_s"]
    row = analysis.series.iloc[int((time - keyframe.time_s).abs().argmin())]
    near = analysis.scene.camera.near_side
    names = (f"{near}_thigh_deg", f"{opposite(near)}_thigh_deg", "trunk_lean_deg")
    near_thigh, far_thigh, trunk = (show(float(row[name]), "deg") for name in names)
    return (
        Sentence.THIGH_ANGLES.format(near=near_thigh, far=far_thigh),
        Sentence.TRUNK_ANGLE.format(trunk=trunk, when=when),
    )
