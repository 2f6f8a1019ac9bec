"""Path that is not there -> VideoError: what it may have been meant to be, and what to do."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from aqvision.core.errors import VideoError, shown
from aqvision.core.wording import _

_ADDRESS = re.compile(r"[a-z]{2,}:/+", re.IGNORECASE)


def missing(path: Path) -> VideoError:
    """Tell that a clip or a folder is not there.

    Parameters
    ----------
    path
        As it was named.

    Returns
    -------
    VideoError
        Its hint names what is there under almost that name, if anything is.
    """
    return VideoError(_("{path} does not exist").format(path=shown(path)), _hint(path))


def _hint(path: Path) -> str:
    text = str(path)
    if _ADDRESS.match(text):
        return _("download the clip first, and name the file")
    near = _near(path)
    if near is not None:
        return _("did you mean {path}?").format(path=shown(near))
    if "\\" in text and Path(text.replace("\\", "/")).exists():
        return _("write {path}, with / between folders").format(path=text.replace("\\", "/"))
    return _("check the name and the folder")


def _near(path: Path) -> Path | None:
    """Find what differs by case, spaces or accents alone."""
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return None
    same = (found for found in beside if _plain(found.name) == _plain(path.name))
    return next(same, None)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold().strip()
