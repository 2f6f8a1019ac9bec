"""report.html -> report.pdf, printed by the Chromium that is installed on the machine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from aqvision.core.errors import LibraryError, shown
from aqvision.core.wording import _

NAME = "report.pdf"
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
_MAC_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS_PLACES = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
# A page of 5 MB takes three seconds on two cores.
_LIMIT_S = 120.0
# Nothing is looked up, fetched, reported or kept; the profile is thrown away.
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--mute-audio",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--virtual-time-budget=10000",
    "--no-pdf-header-footer",
)
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
_ALWAYS = b"20000101000000"
_OURS = b"/CreationDate (D:" + _ALWAYS
_HINT = _("install Chromium or Google Chrome, or open report.html and print it from there")


def find_browser() -> Path:
    """Find a browser that can print pages by itself.

    Raises
    ------
    LibraryError
        None is installed under one of the usual names.
    """
    found = next(_browsers(), None)
    if found is None:
        raise LibraryError(_("no Chromium is here to make a PDF with"), _HINT)
    return found


def _browsers() -> Iterator[Path]:
    yield from (Path(found) for found in map(shutil.which, _NAMES) if found)
    places = [Path(place) for place in _MAC_PLACES] if sys.platform == "darwin" else []
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        folder = os.environ.get(variable)
        places += [Path(folder) / place for place in _WINDOWS_PLACES] if folder else []
    yield from (place for place in places if place.is_file())


def write_pdf(page: Path) -> Path:
    """Print a page into ``report.pdf`` beside it.

    The same page and the same browser give the same bytes: the time of printing is taken out.

    Parameters
    ----------
    page
        A report that we wrote.

    Returns
    -------
    Path
        The PDF.

    Raises
    ------
    LibraryError
        There is no browser, it fails or takes too long, or the folder cannot be written.
    """
    browser, folder = find_browser(), page.absolute().parent
    # in the folder of the page, as some browsers see no other
    with tempfile.TemporaryDirectory(
        prefix=".aqvision-", dir=folder, ignore_cleanup_errors=True
    ) as name:
        work = Path(name)
        printed = work / NAME
        told = _run(_command(browser, page.absolute(), printed, work / "profile"))
        content = printed.read_bytes() if printed.is_file() else b""
    if not content.startswith(b"%PDF"):
        raise LibraryError(
            _("{browser} made no PDF of {page}: {told}").format(
                browser=browser.name, page=shown(page), told=told or _("it said nothing")
            ),
            _HINT,
        )
    target = page.with_name(NAME)
    target.write_bytes(_DATE.sub(rb"/\1 (D:" + _ALWAYS, content))
    return target


def _command(browser: Path, page: Path, target: Path, profile: Path) -> list[str]:
    # Chromium refuses to sandbox what the administrator starts; for all others it stays on
    as_administrator = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        str(browser),
        *_QUIET,
        *(("--no-sandbox",) if as_administrator else ()),
        f"--user-data-dir={profile}",
        f"--print-to-pdf={target}",
        page.as_uri(),
    ]


def _run(command: list[str]) -> str:
    """Run a browser to its end, all that it starts included; give the last line that it says."""
    process = subprocess.Popen(  # noqa: S603 - a browser of the machine, on a page of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        _out, told = process.communicate(timeout=_LIMIT_S)
    except subprocess.TimeoutExpired:
        _end(process)
        return _("it took longer than {limit_s:.0f} s").format(limit_s=_LIMIT_S)
    lines = [line for line in told.splitlines() if line.strip()]
    return shown(Path(lines[-1])) if lines else ""


def _end(process: subprocess.Popen[str]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def remove_pdf(folder: Path) -> None:
    """Remove our print of an earlier report, which tells of other numbers; any other PDF stays.

    Parameters
    ----------
    folder
        Of a report that is written anew.
    """
    path = folder / NAME
    if path.is_file() and _OURS in path.read_bytes():
        path.unlink()
