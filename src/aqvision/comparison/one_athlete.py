"""Names of athletes -> a refusal where they are of two people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from aqvision.analysis.analyze import Analysis
from aqvision.core.errors import LibraryError
from aqvision.core.wording import as_recorded as _


def refuse_other_athletes(before: Sequence[Analysis], after: Sequence[Analysis]) -> None:
    """Refuse clips of athletes of different names; a clip without a name fits anybody.

    Parameters
    ----------
    before, after
        The clips of a comparison.

    Raises
    ------
    LibraryError
        Two athletes are named. Case, spaces and how accents are written do not count.
    """
    refuse_other_names(a.athlete for a in (*before, *after))


def refuse_other_names(given: Iterable[str | None]) -> None:
    """Refuse two names of athletes; who has none fits anybody.

    Parameters
    ----------
    given
        A name, or None, of each result.

    Raises
    ------
    LibraryError
        Two athletes are named. Case, spaces and how accents are written do not count.
    """
    plain = (" ".join(unicodedata.normalize("NFC", name).split()) for name in given if name)
    said = sorted(filter(None, plain))
    names = list({name.casefold(): name for name in reversed(said)}.values())
    if len(names) > 1:
        raise LibraryError(
            _("the clips are of different athletes: {names}").format(
                names=_(" and ").join(sorted(names))
            ),
            _("compare one athlete"),
        )
