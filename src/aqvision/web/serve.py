"""Home, port -> the application at work, until Ctrl-C."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn

from aqvision.core.errors import LibraryError, SettingsError
from aqvision.core.provenance import package_version
from aqvision.core.wording import _
from aqvision.jobs.queue import open_jobs
from aqvision.library.library import Library, open_library
from aqvision.library.storage import seen_by_others
from aqvision.web.app import create_app
from aqvision.web.auth import load_keys
from aqvision.web.films import open_films
from aqvision.web.group_effects import GroupEffects
from aqvision.web.pages import Site
from aqvision.web.patience import PatientProtocol
from aqvision.web.previews import Previews
from aqvision.web.strips import StripMaker
from aqvision.web.uploads import Uploads

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_HERE = "127.0.0.1"
_GRACE_S = 5
_SWEEP_EVERY_S = 3600
_logger = logging.getLogger(__name__)


def serve(
    port: int,
    *,
    tell: Callable[[str], None],
    public_url: str | None = None,
    browse: bool = True,
    accounts: bool = False,
    workers: int | None = None,
) -> None:
    """Serve the pages to this machine until the program is ended.

    Parameters
    ----------
    port
        Where to listen on 127.0.0.1; 0 for any that is free.
    tell
        Takes the address to open, with its token.
    public_url
        Address of a reverse proxy on this machine that passes requests on.
    browse
        Whether to open a browser.
    accounts
        Whether people sign in; without an admin, the address is that of the first one's
        invitation.
    workers
        Clips that this program measures at a time, what suits the machine if left out; with 0
        others measure them all.

    Raises
    ------
    LibraryError
        The port is taken, or the library cannot be opened.
    SettingsError
        The address of the proxy is none.
    """
    public_url = public_url and _checked(public_url)
    library = open_library()
    keys = load_keys(library.home.folder)
    if (folder := seen_by_others(library.home)) is not None:
        tell(
            _("Others on this computer can see into {folder}. To change that: chmod 700").format(
                folder=folder
            )
        )
    with _listening(port) as listener, _site(library, workers) as site:
        own = f"http://{_HERE}:{listener.getsockname()[1]}"
        where = _invitation(site) if accounts else f"/?token={keys.launch_token}"
        address = f"{public_url or own}{where}"
        if accounts:
            _write_secret(library.home.folder / "web-metrics-token", keys.metrics_token)
        _announce(address, library.home.folder if public_url else None, tell)
        if browse and not public_url:
            threading.Timer(1.0, webbrowser.open, [address]).start()
        hosts = _hosts(listener, public_url)
        app = create_app(site, keys, hosts, accounts=accounts)
        _logger.info("serving", extra=_about(site))
        _run(app, listener, behind_proxy=public_url is not None)
        _logger.info("stopped")


def _about(site: Site) -> dict[str, object]:
    """Say what a log is to tell of the program itself."""
    return {"version": package_version(), "workers": site.jobs.n_workers}


def _invitation(site: Site) -> str:
    """Give the path of the first admin's invitation, or of the page to sign in."""
    if site.accounts.has_admin():
        return "/sign-in"
    return f"/invitations/{site.accounts.invite_first_admin()}"


def _checked(url: str) -> str:
    """Give the address of a proxy without a slash at its end; refuse what no browser can open."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port or a bracket that is none
        named = False
    beyond = named and (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if not named or beyond or parts.scheme not in {"http", "https"} or " " in url:
        raise SettingsError(
            _("'{url}' is not the address of a site").format(url=url),
            _("write it with https:// and without a path, for example https://sprint.example.org"),
        )
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    # named as TCP, asyncio sends small pieces at once; else an answer in two waits 40 ms
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HERE, port))
            listener.listen()  # who comes as soon as the address is told waits for its turn
        except OSError as error:
            raise LibraryError(
                _("port {port} cannot be used: {reason}").format(port=port, reason=error.strerror),
                _("aqvision may be running already; else choose another port, or 0 for any"),
            ) from error
        yield listener


@contextmanager
def _site(library: Library, workers: int | None = None) -> Iterator[Site]:
    """Put together what the pages stand on, cleared of what an earlier run left unfinished."""
    shutil.rmtree(library.home.folder / "looks", ignore_errors=True)  # of earlier versions
    previews = Previews(
        folder=library.home.folder / "previews",
        clip_of=library.clip_of,
        in_use=library.home.kept.in_use,
    )
    films = open_films(library)
    runs = library.run_ids()
    previews.keep_only(runs)
    films.keep_only(runs)
    strips = StripMaker(work=previews.folder)
    group_effects = GroupEffects(library=library, work=previews.folder)
    uploads = Uploads(library.home.uploads)
    threading.Thread(target=_sweep, args=(uploads, library), daemon=True).start()
    threading.Thread(target=_fill_summaries, args=(library,), daemon=True).start()
    try:
        with open_jobs(library, workers) as jobs:
            yield Site(library, jobs, uploads, previews, films, strips, group_effects)
    finally:
        films.close()
        previews.close()
        strips.close()
        group_effects.close()
        library.close()


def _fill_summaries(library: Library) -> None:
    """Sum up results of older versions, while pages show what there is already."""
    try:
        library.fill_summaries()
    except Exception:
        _logger.exception("results of older versions are summed up at the next start")


def _sweep(uploads: Uploads, library: Library) -> None:
    while True:
        uploads.sweep()
        try:
            library.sweep()
        except Exception:
            _logger.exception("copies of what was deleted are removed at the next sweep")
        time.sleep(_SWEEP_EVERY_S)


def _announce(address: str, folder: Path | None, tell: Callable[[str], None]) -> None:
    """Say where to go; on a server, whose output ends up in a log, only where that is written."""
    if folder is None:
        tell(_("Open {address}\nTo stop: Ctrl-C").format(address=address))
        return
    path = folder / "web-address"
    _write_secret(path, address)
    tell(_("The address to open is in {path}").format(path=path))


def _write_secret(path: Path, secret: str) -> None:
    """Write a line that nobody else on the machine can read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secret}\n")


def _hosts(listener: socket.socket, public_url: str | None) -> frozenset[str]:
    """Name what this server answers to."""
    port = listener.getsockname()[1]
    hosts = {f"{name}:{port}" for name in (_HERE, "localhost")}
    return frozenset({*hosts, urlsplit(public_url).netloc} if public_url else hosts)


def _run(app: ASGIApp, listener: socket.socket, *, behind_proxy: bool) -> None:
    config = uvicorn.Config(
        app,
        log_level="warning",
        log_config=None,  # its lines go where all others go
        access_log=False,  # it would write the token down
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips=_HERE,
        timeout_graceful_shutdown=_GRACE_S,
        lifespan="off",
        http=PatientProtocol,
    )
    # uvicorn hands a signal on when it has closed: let both kinds end the program in good order
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
