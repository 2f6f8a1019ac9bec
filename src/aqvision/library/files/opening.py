"""Environment -> the place of files elsewhere that it names, or None: then they lie at home."""

from __future__ import annotations

import os
from pathlib import Path

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.files.place import Files

FILES_VARIABLE = "AQVISION_FILES_URL"
"""Names a store of objects, where clips and results are then."""
CACHE_VARIABLE = "AQVISION_CACHE_BYTES"
"""Says how large the copies of them on this machine may be, in bytes."""
USUAL_CACHE_BYTES = 20 * 10**9


def open_elsewhere(folder: Path, address: str | None = None) -> Files | None:
    """Open the store that is named, if any.

    Parameters
    ----------
    folder
        Where copies are kept on this machine.
    address
        ``s3://BUCKET/PREFIX``; that of the environment if left out.

    Returns
    -------
    Files or None
        None where no store is named.

    Raises
    ------
    LibraryError
        The address or the limit is none, or the package that speaks with stores is missing.
    """
    named = address or os.environ.get(FILES_VARIABLE)
    if not named:
        return None
    most_bytes = _most_bytes()
    try:
        from aqvision.library.files.bucket import open_bucket  # the package may be missing
    except ModuleNotFoundError as error:
        raise LibraryError(
            _("files are to lie in a store of objects, and the package obstore is missing"),
            _("install it: pip install 'aqvision[objects]'"),
        ) from error
    from aqvision.library.files.cache import Cache
    from aqvision.library.files.objects import ObjectFiles

    return ObjectFiles(open_bucket(named), Cache(folder, most_bytes))


def _most_bytes() -> int:
    said = os.environ.get(CACHE_VARIABLE) or str(USUAL_CACHE_BYTES)
    if not said.isascii() or not said.isdigit():
        raise LibraryError(
            _("'{said}' is no number of bytes").format(said=said[:40]),
            _("write {variable} in bytes, for example {usual}").format(
                variable=CACHE_VARIABLE, usual=USUAL_CACHE_BYTES
            ),
        )
    return int(said)
