"""Results of the library -> what each depends on, as a key, and the folder that holds it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from aqvision.core.assets import POSE_MODELS
from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError
from aqvision.core.provenance import (
    COMPARISON_METHOD,
    LADDER_METHOD,
    package_version,
    present_method,
)
from aqvision.core.settings import Settings
from aqvision.core.wording import _
from aqvision.library.records import ComparisonKind, StoredAnalysis, StoredComparison
from aqvision.library.repositories.base import Repository


def analysis_key(clip: Clip, clip_sha256: str, model: str, settings: Settings) -> str:
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

    Returns
    -------
    str
        A hash, in hexadecimal digits.
    """
    facts = dataclasses.asdict(clip)
    made_of = [
        package_version(),
        present_method(),
        POSE_MODELS[model].sha256,
        settings.to_dict(),
        clip_sha256,
        {name: value for name, value in facts.items() if name != "path"},
    ]
    return _hashed(made_of)


def comparison_key(
    before: Sequence[StoredAnalysis],
    after: Sequence[StoredAnalysis],
    primaries: Sequence[str] = (),
    kind: ComparisonKind = ComparisonKind.CHANGE,
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

    Returns
    -------
    str
        A hash, in hexadecimal digits.
    """
    made_of = [package_version(), COMPARISON_METHOD, list(primaries)]
    if kind is ComparisonKind.LADDER:
        made_of = [package_version(), kind.value, LADDER_METHOD]
    return _hashed([*made_of, [a.key for a in before], [a.key for a in after]])


def _hashed(made_of: object) -> str:
    return hashlib.sha256(json.dumps(made_of, sort_keys=True, default=str).encode()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class ResultRepository(Repository):
    """What repositories of analyses and of comparisons share."""

    def result_folder(self, result: StoredAnalysis | StoredComparison) -> Path:
        """Say where a result lies.

        Parameters
        ----------
        result
            An analysis or a comparison.

        Raises
        ------
        LibraryError
            The comparison has not been made yet.
        """
        if result.folder is None:
            raise LibraryError(
                _("these sessions are not compared yet"), _("wait for the comparison")
            )
        return self.home.results / result.folder
