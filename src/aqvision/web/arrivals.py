"""Upload that is whole -> a run in the library, or the reason why it cannot be one."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import replace
from pathlib import Path

from aqvision.core.errors import (
    AqvisionError,
    LibraryError,
    UnreachableError,
    VideoError,
    named_as,
)
from aqvision.core.recorded import Filmed
from aqvision.core.wording import _
from aqvision.library.records import Session
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Done, Refused, Sandbox
from aqvision.sandbox.tasks import ScreenTask
from aqvision.web.days import day_of
from aqvision.web.pages import Site, sentences_of
from aqvision.web.uploads import Intent, Upload, UploadError

MAX_DURATION_S = 600.0
# One picture of 20 million pixels, the most that the reader takes, needs a quarter of this.
_LIMITS = Limits(memory_mib=1024, address_space_mib=4096, cpu_s=60, wall_s=120, file_mib=1)
# One file is looked into at a time: the limits on memory hold for all of them together, and two
# clips of one new session find the same session.
_turn = threading.Lock()


def arrive(site: Site, upload: Upload) -> str:
    """Take a clip in, or forget it and say why.

    Parameters
    ----------
    site
        Where it is to be kept.
    upload
        An upload that is held.

    Returns
    -------
    str
        Id of the run that it has become.

    Raises
    ------
    UploadError
        Not all of it is here, or it is no clip that can be measured.
    LibraryError
        The athlete was deleted in the meantime, or the place of files cannot be reached.
    """
    if not upload.whole:
        raise UploadError(409, _("Not all of this clip is here."), _("Choose the file again."))
    try:
        run_id = _take_in(site, upload)
    except UnreachableError:
        raise  # the upload stays, to be finished later
    except AqvisionError as error:
        site.uploads.remove(upload)
        if isinstance(error, LibraryError):
            raise
        raise UploadError(422, *sentences_of(error)) from error
    site.uploads.settle(upload, run_id)
    return run_id


def _take_in(site: Site, upload: Upload) -> str:
    path = site.uploads.part(upload.id)
    name = upload.intent.filename
    with _turn:
        filmed = screen(path, name)
        session = find_session(site, upload.intent, filmed)
        run = site.library.add_run(session.id, path, name, move=True)
        if upload.intent.blur_faces and not run.options.blur_faces:
            site.library.update_run(run.id, replace(run.options, blur_faces=True))
            site.previews.forget([run.id])
            site.films.forget([run.id])
    site.previews.of(run.id)
    return run.id


def screen(path: Path, shown_name: str) -> Filmed | None:
    """Look into a file in a process with limits on memory, time and what it writes.

    Parameters
    ----------
    path, shown_name
        Of the file on disk, and the name that the user knows it by.

    Returns
    -------
    Filmed or None
        When it was filmed, where it says so.

    Raises
    ------
    VideoError
        It is no video that can be measured; its name on disk is not shown.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        ending = Sandbox(limits=_LIMITS).run(
            ScreenTask(path, MAX_DURATION_S, told),
            Path(folder) / "log",
            on_progress=lambda _done, _words: None,
            unwanted=lambda: False,
        )
        filmed = _read(told)
    if isinstance(ending, Refused):
        raise named_as(VideoError(ending.error, ending.hint, ending.prompts), path, shown_name)
    if not isinstance(ending, Done):
        raise VideoError(
            _("{shown_name} could not be read within the limits of an upload").format(
                shown_name=shown_name
            ),
            _("export it anew as mp4 with H.264, at 4K or smaller, and cut out the sprint"),
        )
    return filmed


def _read(told: Path) -> Filmed | None:
    try:
        return Filmed.from_json(told.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def find_session(site: Site, intent: Intent, filmed: Filmed | None = None) -> Session:
    """Give the athlete's session of this label and day, or begin one.

    Parameters
    ----------
    site, intent
        Where to look, and what was said of the upload.
    filmed
        When it was filmed, where the film says so.

    Returns
    -------
    Session
        One of the athlete.
    """
    date, day_from = day_of(intent, filmed)
    for session in site.library.sessions(intent.athlete):
        if session.date == date and session.label == intent.label.lower():
            return session
    return site.library.add_session(intent.athlete, intent.label, date, day_from=day_from)
