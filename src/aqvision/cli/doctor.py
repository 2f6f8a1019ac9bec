"""Machine -> findings: whether everything aqvision needs is there and works."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from aqvision.core.assets import POSE_MODELS, find_model, find_sample
from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _

_MAX_CODING_ERROR = 8
_SYSTEM_LIBRARIES = "libegl1 libgles2 libgl1 libglib2.0-0 libxcb1"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, what was found, what to do if it is bad."""

    what: str
    good: bool
    found: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Check Python, the models, both opencv wheels, what runs the networks, the video codecs."""
    good_python = sys.version_info >= (3, 11)
    yield Finding("Python", good_python, sys.version.split()[0], _("install Python 3.11 or newer"))
    for name in POSE_MODELS:
        yield _tried(_("pose model {name}").format(name=name), partial(_try_model, name))
    yield examine_opencv()
    yield _tried("landmarker", _try_landmarker)
    yield _tried(_("pose network"), _try_network)
    yield _tried("video", _try_video)


def examine_opencv() -> Finding:
    """Check that both opencv wheels are of one version: they share one folder of files."""
    found = {name: _installed(name) for name in ("opencv-python", "opencv-contrib-python")}
    listed = ", ".join(f"{name} {v or _('missing')}" for name, v in found.items())
    good = None not in found.values() and len(set(found.values())) == 1
    remedy = _("install both in one and the same version, with pip install --force-reinstall")
    return Finding("opencv", good, listed, remedy)


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _tried(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, check())
    except AqvisionError as error:
        return Finding(what, False, str(error), error.hint)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        remedy = _("on Debian or Ubuntu: apt-get install {libraries}").format(
            libraries=_SYSTEM_LIBRARIES
        )
        return Finding(what, False, f"{type(error).__name__}: {error}", remedy)


def _try_model(name: str) -> str:
    return _("{name}, sha256 is right").format(name=find_model(name).name)


def _try_landmarker() -> str:
    from aqvision.pose.detect.landmarker import PoseLandmarker
    from aqvision.video.reader import open_video, read_frames

    frame = next(iter(read_frames(open_video(find_sample("before.mp4")))))
    with PoseLandmarker(find_model("full"), max_people=1, min_confidence=0.3) as landmarker:
        landmarker.find_people(frame.rgb)
    return _("MediaPipe starts and looks at a picture")


def _try_network() -> str:
    from aqvision.core.provenance import remark_on
    from aqvision.pose.network.runtimes import INPUT_PX, choose_runtime, open_runtime

    name = choose_runtime()
    open_runtime(name, find_model("full")).ask(np.zeros((INPUT_PX, INPUT_PX, 3), np.uint8))
    return remark_on(name) or _("OpenVINO runs the network")


def _try_video() -> str:
    from aqvision.video.reader import open_video, read_frames
    from aqvision.video.writer import write_video

    levels = (40, 120, 200)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.mp4"
        write_video(path, (np.full((64, 64, 3), level, np.uint8) for level in levels), fps=30)
        read = tuple(float(frame.rgb.mean()) for frame in read_frames(open_video(path)))
    if len(read) != len(levels) or np.abs(np.subtract(read, levels)).max() > _MAX_CODING_ERROR:
        raise RuntimeError(f"wrote levels {levels} and read {read}")
    return _("H.264 is written and read back")
