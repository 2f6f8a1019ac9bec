"""Name of a model or sample -> its verified file: in the package, else in the checkout."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aqvision.core.errors import LibraryError, PoseError
from aqvision.core.wording import _

_PACKAGED = Path(__file__).parents[1] / "_assets"
_CHECKOUT = Path(__file__).parents[3]
_SAMPLE_CLIPS = (
    "before",
    "after",
    *(f"ladder-{number}" for number in range(1, 5)),
    "hold",
    "hold-rigid",
)
SAMPLE_FILES = (
    *(f"{clip}{kind}" for kind in (".mp4", ".json", ".csv") for clip in _SAMPLE_CLIPS),
    "ladder-truth.json",
    "roster.csv",
    "README.md",
)


@dataclass(frozen=True, slots=True)
class PoseModel:
    """A pose network: what it is called and the bytes it must consist of."""

    name: str
    file_name: str
    sha256: str


POSE_MODELS = {
    "full": PoseModel(
        "full",
        "pose_landmarker_full.task",
        "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
    ),
    "heavy": PoseModel(
        "heavy",
        "pose_landmarker_heavy.task",
        "64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b",
    ),
}

DEFAULT_MODEL = "heavy"


def file_sha256(path: Path) -> str:
    """Hash a file without holding it in memory.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    str
        Lower-case hexadecimal SHA-256 digest.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def find_model(name: str) -> Path:
    """Find the weights of a pose model and check every byte of them.

    Parameters
    ----------
    name
        A key of ``POSE_MODELS``.

    Raises
    ------
    PoseError
        The model is unknown, missing, or its checksum is wrong.
    """
    model = POSE_MODELS.get(name)
    if model is None:
        raise PoseError(
            _("unknown pose model '{name}'").format(name=name),
            _("choose one of {names}").format(names=", ".join(POSE_MODELS)),
        )
    for folder in (_PACKAGED / "models", _CHECKOUT / "models"):
        path = folder / model.file_name
        if path.is_file():
            return _checked(path, model)
    raise PoseError(
        _("the pose model {name} is missing").format(name=model.file_name),
        _("reinstall aqvision, or fetch the file again into models/ of the checkout"),
    )


def _checked(path: Path, model: PoseModel) -> Path:
    actual = file_sha256(path)
    if actual != model.sha256:
        raise PoseError(
            _(
                "{name} is not the file it should be (sha256 {actual}..., expected {expected}...)"
            ).format(name=model.file_name, actual=actual[:12], expected=model.sha256[:12]),
            _("the download is damaged or was changed: replace it with the original weights"),
        )
    return path


def find_sample(name: str) -> Path:
    """Find one of the sample files that come with the package.

    Parameters
    ----------
    name
        One of ``SAMPLE_FILES``.

    Raises
    ------
    LibraryError
        The file is neither in the package nor in the checkout.
    """
    for folder in (_PACKAGED / "samples", _CHECKOUT / "samples"):
        path = folder / name
        if path.is_file():
            return path
    raise LibraryError(
        _("the sample {name} is missing").format(name=name),
        _("render the samples again with 'make samples'"),
    )
