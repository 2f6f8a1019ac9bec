"""Marker names of other programs -> our landmarks: Halpe-26, BlazePose and usual spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aqvision.core.errors import PoseError
from aqvision.core.skeleton import LANDMARKS, SIDES
from aqvision.core.wording import _

_ALSO_CALLED = {"footindex": ("bigtoe", "toe")}
_NEEDED_JOINTS = ("shoulder", "hip", "knee", "ankle", "foot_index")
NEEDED = tuple(f"{side}_{joint}" for joint in _NEEDED_JOINTS for side in SIDES)
"""Landmarks without which no run can be measured."""

_HINT = _(
    "name the markers as Halpe-26 (LShoulder, LHip, LKnee, LAnkle, LBigToe, ...) or as BlazePose "
    "(left_shoulder, ..., left_foot_index)"
)


def _two_for(landmark: str, first: str, second: str) -> PoseError:
    return PoseError(
        _("the markers {first} and {second} both stand for {landmark}").format(
            first=first, second=second, landmark=landmark
        ),
        _("leave one of the two out"),
    )


def match_markers(names: Sequence[str]) -> dict[str, int]:
    """Find which marker stands for which landmark.

    Case, blanks, dots, dashes and underscores do not count. A side is ``left``, ``right``, ``L``
    or ``R``, before or after the joint. The tip of the big toe stands for the foot index.

    Parameters
    ----------
    names
        Markers in the order of the file.

    Returns
    -------
    dict
        By landmark the place of its marker in ``names``. Markers that are no landmark are left
        out, as are landmarks that have no marker.

    Raises
    ------
    PoseError
        A landmark that is needed has no marker, or one has two.

    Examples
    --------
    >>> names = [f"{s}{j}" for s in "LR" for j in ("Shoulder", "Hip", "Knee", "Ankle", "BigToe")]
    >>> match_markers(names)["right_foot_index"]
    9
    """
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        landmark = _LANDMARK_OF.get(_plain(name))
        if landmark in found:
            raise _two_for(landmark, names[found[landmark]], name)
        if landmark is not None:
            found[landmark] = place
    missing = [landmark for landmark in NEEDED if landmark not in found]
    if missing:
        raise PoseError(
            _("the file has no marker for {missing}").format(missing=", ".join(missing)), _HINT
        )
    return found


def name_marker_set(names: Sequence[str]) -> str:
    """Name the family of the markers, by which point of the foot its toe is.

    A small toe tells Halpe-26 and its kin. BlazePose has fingers, and some programs call its foot
    index a big toe.

    Parameters
    ----------
    names
        Markers of a file.

    Examples
    --------
    >>> name_marker_set(["LBigToe", "LWrist"]), name_marker_set(["LBigToe", "LPinky"])
    ('Halpe-26', 'BlazePose')
    """
    plain = " ".join(_plain(name) for name in names)
    toes = "smalltoe" in plain or ("bigtoe" in plain and "pinky" not in plain)
    return "Halpe-26" if toes else "BlazePose"


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def _spellings(landmark: str) -> Iterator[str]:
    """List how a landmark may be written, without case and separators."""
    words = landmark.split("_")
    side = next((s for s in SIDES if s in words), "")
    joint = "".join(word for word in words if word != side)
    for name in (joint, *_ALSO_CALLED.get(joint, ())):
        for word in dict.fromkeys((side, side[:1])):
            yield word + name
            yield name + word


_LANDMARK_OF = {spelling: landmark for landmark in LANDMARKS for spelling in _spellings(landmark)}
