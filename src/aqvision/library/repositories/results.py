"""Results of the library -> what each depends on, as a key, and the folder that holds it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError

from aqvision.core.assets import POSE_MODELS
from aqvision.core.clip import Clip
from aqvision.core.errors import NotThereError, UnreachableError
from aqvision.core.filling import ADAPTED
from aqvision.core.imperial import IMPERIAL
from aqvision.core.left_out import LeftOut
from aqvision.core.numerals import LANGUAGE
from aqvision.core.provenance import (
    COMPARISON_METHOD,
    HOLDS_METHOD,
    LADDER_METHOD,
    SEASON_METHOD,
    package_version,
    present_method,
)
from aqvision.core.settings import Settings
from aqvision.core.wording import _
from aqvision.library.files.folder import remove_folder
from aqvision.library.files.place import Name, result_named
from aqvision.library.records import ComparisonKind, StoredAnalysis, StoredComparison
from aqvision.library.repositories.base import LostJobError, Repository
from aqvision.progress.blocks import TrainingBlock

# Reports are a part of results; those in English and in metric units keep the keys they always had.
_READER = [LANGUAGE, "imperial" if IMPERIAL else "metric"] if ADAPTED else []
# Runs keep the keys they always had.
_HOLD: dict[bool, list[str]] = {False: [], True: ["hold"]}
# What nobody was asked at first.
_LATER = ("part", "load", "band")
_METHODS = {
    ComparisonKind.CHANGE: COMPARISON_METHOD,
    ComparisonKind.LADDER: LADDER_METHOD,
    ComparisonKind.HOLDS: HOLDS_METHOD,
    ComparisonKind.SEASON: SEASON_METHOD,
}


def analysis_key(
    clip: Clip, clip_sha256: str, model: str, settings: Settings, *, is_hold: bool = False
) -> str:
    """Stand for all that an analysis and its report depend on.

    Two clips of one key give the same bytes, so that the second need not be measured.

    Parameters
    ----------
    clip
        What is known of the clip; its path does not count.
    clip_sha256
        Hash of its bytes, in hexadecimal digits.
    model, settings
        Name of the pose model, and all settings.
    is_hold
        Whether it is measured as a hold.

    Returns
    -------
    str
        A hash, in hexadecimal digits.
    """
    made_by = [package_version(), present_method(), POSE_MODELS[model].sha256, settings.to_dict()]
    return _hashed([*made_by, clip_sha256, _facts(clip), *_HOLD[is_hold], *_READER])


def key_as_made(
    clip: Clip, clip_sha256: str, made: Mapping[str, Any], *, is_hold: bool = False
) -> str:
    """Stand for what is known of a clip now, measured as it was then.

    It is the key of the analysis as long as nothing that is known of the clip has changed.

    Parameters
    ----------
    clip, clip_sha256, is_hold
        As for :func:`analysis_key`.
    made
        Provenance of the analysis.

    Returns
    -------
    str
        A hash, in hexadecimal digits.
    """
    made_by = [made[name] for name in ("aqvision_version", "method", "model_sha256", "settings")]
    return _hashed([*made_by, clip_sha256, _facts(clip), *_HOLD[is_hold], *_READER])


def _facts(clip: Clip) -> dict[str, Any]:
    """Give what is known of a clip; what came to be asked later counts once it is answered."""
    facts = {name: value for name, value in dataclasses.asdict(clip).items() if name != "path"}
    return {name: facts[name] for name in facts if name not in _LATER or facts[name] is not None}


class Keyed(Protocol):
    """An analysis, or what stands for it."""

    @property
    def key(self) -> str:
        """What it depends on."""


def comparison_key(
    before: Sequence[Keyed],
    after: Sequence[Keyed],
    primaries: Sequence[str] = (),
    kind: ComparisonKind = ComparisonKind.CHANGE,
    left_out: Sequence[LeftOut] = (),
    blocks: Sequence[TrainingBlock] = (),
) -> str:
    """Stand for all that a comparison depends on.

    Parameters
    ----------
    before, after
        Analyses of the clips of either session, in their order.
    primaries
        Metrics that the training was meant to change, where any were named.
    kind
        What is compared.
    left_out
        Clips that the report names as left out.
    blocks
        What was trained, of a season.

    Returns
    -------
    str
        A hash, in hexadecimal digits.
    """
    made_of: list[object] = [package_version(), kind.value, _METHODS[kind]]
    if kind is ComparisonKind.CHANGE:
        made_of = [package_version(), COMPARISON_METHOD, list(primaries)]
    if kind is ComparisonKind.SEASON:
        made_of.append(list(primaries))
    made_of += [[one.to_dict() for one in left_out]] if left_out else []
    if blocks:
        made_of.append([block.to_dict() for block in blocks])
    return _hashed([*made_of, [a.key for a in before], [a.key for a in after]])


def _hashed(made_of: object) -> str:
    return hashlib.sha256(json.dumps(made_of, sort_keys=True, default=str).encode()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class ResultRepository(Repository):
    """What repositories of analyses and of comparisons share."""

    def result_folder(self, result: StoredAnalysis | StoredComparison) -> Path:
        """Give the folder of a result, which is fetched where it is kept elsewhere.

        Parameters
        ----------
        result
            An analysis or a comparison.

        Raises
        ------
        LibraryError
            The comparison has not been made yet, or the place of files cannot be reached.
        """
        if result.folder is None:
            raise NotThereError(
                _("these sessions are not compared yet"), _("wait for the comparison")
            )
        return self.home.kept.get(result_named(result.folder))

    def has_result(self, result: StoredAnalysis | StoredComparison) -> bool:
        """Tell whether a result that was made is still kept.

        Parameters
        ----------
        result
            An analysis or a comparison.
        """
        return result.folder is not None and self.home.kept.exists(result_named(result.folder))

    @contextmanager
    def _sent(self, name: Name, made: Path) -> Iterator[Path]:
        """Bring a made result near; it is gone where no row comes of it, and ``made`` always.

        Where the place of files or the database is away, ``made`` stays for another try.
        """
        try:
            yield self.home.kept.send(name, made)
        except (UnreachableError, DBAPIError):
            raise
        except BaseException as error:
            if isinstance(error, NotThereError | LostJobError):
                self.drop_unused(name)
            remove_folder(made)
            raise
        else:
            remove_folder(made)
