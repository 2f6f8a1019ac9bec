"""A run -> Provenance: what made these numbers, so that they can be made again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from aqvision.core.assets import POSE_MODELS, file_sha256
from aqvision.core.clip import Clip
from aqvision.core.settings import Settings
from aqvision.core.wording import _

POSE_METHOD = 8
"""Raised whenever the way poses are estimated changes, so that stored ones are not reused."""
MEASURING_METHOD = 3
"""Raised whenever points become other numbers by the same settings, as by other touchdowns."""
COMPARISON_METHOD = 3
"""Raised whenever the way clips are compared changes, so that stored results are made anew."""
LADDER_METHOD = 1
"""The same for what is said of runs by their speeds."""
HOLDS_METHOD = 2
"""The same for how holds are compared."""
SEASON_METHOD = 1
"""The same for the page of a season."""
WHO_STAYS = "who stays"
"""Choice of the athlete in a hold where nobody was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Package version, network, settings and the clip that was measured.

    Points from a pose file have no ``model_sha256``; their ``model`` names the markers instead.
    ``athlete_choice`` is whom the user named as the athlete; empty means the one who runs through.
    ``device`` is what the network ran on, "cpu" or "gpu", and ``runtime`` what ran it, "openvino"
    or "litert": their last digits differ. ``faces_blurred`` tells whether faces were hidden in the
    pictures that were kept, ``contacts_given`` whether a person told touchdowns and toe-offs.
    ``method`` is the way of measuring, which results of other ways are not compared with; empty in
    results that are older than its name.
    """

    aqvision_version: str
    model: str
    model_sha256: str
    clip_name: str
    clip_sha256: str
    settings: dict[str, dict[str, float]]
    athlete_choice: str = ""
    device: str = "cpu"
    runtime: str = ""
    faces_blurred: bool = False
    contacts_given: bool = False
    method: str = ""

    @property
    def from_pose_file(self) -> bool:
        """Tell whether another program found the points, with a network that is not known."""
        return not self.model_sha256

    @property
    def measured_by(self) -> str:
        """Tell the settings that its numbers depend on: all but those of comparisons."""
        used = {name: group for name, group in self.settings.items() if name != "comparison"}
        return json.dumps(used, sort_keys=True)

    def pose_key(self) -> str:
        """Tell what a stored pose depends on, from the method to the device."""
        made_of = [POSE_METHOD, self.clip_sha256, self.model_sha256, self.settings["pose"]]
        return json.dumps([*made_of, self.athlete_choice, self.device], sort_keys=True)

    def to_dict(self) -> dict[str, object]:
        """List every field for a JSON file."""
        return asdict(self)


def remark_on(runtime: str) -> str:
    """Say in one line that the network ran on something slower than usual; empty if it did not.

    Parameters
    ----------
    runtime
        Of a provenance.
    """
    if runtime != "litert":
        return ""
    return _(
        "OpenVINO could not be loaded here: LiteRT ran the network, which is slower on many "
        "processors."
    )


def present_method() -> str:
    """Name the present way from pictures to numbers: that of points, and that of measuring them."""
    return f"{POSE_METHOD}.{MEASURING_METHOD}"


@cache
def package_version() -> str:
    """Give the installed version of aqvision."""
    try:
        return version("aqvision")
    except PackageNotFoundError:
        return "0+unknown"


def describe_run(
    clip_name: str,
    clip_sha256: str,
    model: str,
    settings: Settings,
    athlete_choice: str = "",
    device: str = "cpu",
) -> Provenance:
    """Write down what a run is made of.

    Parameters
    ----------
    clip_name, clip_sha256
        The clip that is measured.
    model
        A key of ``POSE_MODELS``.
    settings
        All settings of the run.
    athlete_choice
        Whom the user named as the athlete.
    device
        What the network runs on.
    """
    return Provenance(
        aqvision_version=package_version(),
        model=model,
        model_sha256=POSE_MODELS[model].sha256,
        clip_name=clip_name,
        clip_sha256=clip_sha256,
        settings=settings.to_dict(),
        athlete_choice=athlete_choice,
        device=device,
        method=present_method(),
    )


def meant_by(clip: Clip, otherwise: str = "") -> str:
    """Write down whom, and which shot or part, the user named; empty where nobody did.

    Parameters
    ----------
    clip
        The video.
    otherwise
        Who is meant where nobody was named.
    """
    shot = "" if clip.shot is None else f"shot {clip.shot}"
    part = "" if clip.part is None else str(clip.part)
    return " ".join(filter(None, [str(clip.choice) or otherwise, shot, part]))


def describe_clip(clip: Clip, model: str, settings: Settings, device: str) -> Provenance:
    """Write down a run on a video, whose checksum is taken.

    Parameters
    ----------
    clip
        The video, and whom its owner named as the athlete.
    model
        A key of ``POSE_MODELS``.
    settings
        All settings of the run.
    device
        What the network runs on.
    """
    sha256 = file_sha256(clip.path)
    made_by = describe_run(clip.name, sha256, model, settings, meant_by(clip), device)
    return replace(made_by, faces_blurred=clip.blur_faces, contacts_given=bool(clip.contacts))


def describe_pose_file(
    clip_name: str, clip_sha256: str, markers: str, settings: Settings
) -> Provenance:
    """Write down a run on points that another program found.

    Parameters
    ----------
    clip_name, clip_sha256
        The pose file.
    markers
        Which set of markers it holds.
    settings
        All settings of the run.
    """
    return Provenance(
        aqvision_version=package_version(),
        model=f"pose file, {markers} markers",
        model_sha256="",
        clip_name=clip_name,
        clip_sha256=clip_sha256,
        settings=settings.to_dict(),
        method=present_method(),
    )
