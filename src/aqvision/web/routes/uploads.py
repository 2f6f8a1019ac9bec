"""Requests to upload -> bytes on disk, and a clip once all are there.

The tus protocol, version 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation and
termination; ``finish`` is our own. Reading and writing the disk is the part of ``web.uploads``.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import datetime as dt
import re
from collections.abc import AsyncIterator, Mapping

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from aqvision.core.recorded import possible
from aqvision.core.wording import _
from aqvision.web.accounts.access import access_of
from aqvision.web.arrivals import arrive
from aqvision.web.days import who_tells
from aqvision.web.pages import SiteHere
from aqvision.web.presenters import title_of
from aqvision.web.uploads import MAX_UPLOAD_BYTES, Intent, PartWriter, Upload, UploadError

_VERSION = "1.0.0"
_HEADERS = {
    "Tus-Resumable": _VERSION,
    "Tus-Version": _VERSION,
    "Tus-Extension": "creation,termination",
    "Tus-Max-Size": str(MAX_UPLOAD_BYTES),
}
_MAX_METADATA_CHARACTERS = 4096
_MAX_NAME_CHARACTERS = 200
_MAX_LABEL_CHARACTERS = 40
# Control characters, letters that turn the direction of writing, and what separates folders.
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff/\\]")
_NUMBER = re.compile(r"[0-9]{1,15}")
_KEYS = frozenset({"filename", "athlete", "label", "date"})
_BLUR, _YES = "blur-faces", "yes"
_MODIFIED, _ZONE = "modified", "zone"
_OPTIONAL = frozenset({_BLUR, _MODIFIED, _ZONE})
_MOST_ZONE_MIN = 14 * 60
_ZONE_MIN = re.compile(r"-?[0-9]{1,3}")
# Written to the disk in pieces of this size: ten uploads at once stay small in memory.
_PIECE_BYTES = 1024 * 1024
# A telephone that lost its net says nothing: without an end, its upload would stay locked.
_SILENCE_S = 20.0

router = APIRouter(prefix="/uploads")


def check_version(request: Request) -> None:
    """Refuse who speaks another version.

    Parameters
    ----------
    request
        Any of an upload.

    Raises
    ------
    UploadError
        It names no version, or another one.
    """
    if request.headers.get("tus-resumable") != _VERSION:
        raise UploadError(
            412,
            _("Uploads here follow tus {version}.").format(version=_VERSION),
            _("Use the upload page of aqvision."),
        )


@router.options("")
def offer() -> Response:
    """Say what is understood here."""
    return Response(status_code=204, headers=_HEADERS)


@router.post("", dependencies=[Depends(check_version)])
def create(request: Request, site: SiteHere) -> Response:
    """Begin an upload.

    Parameters
    ----------
    request, site
        Its headers tell the length in bytes and what the file is; the site asked.
    """
    length = _number(request, "upload-length")
    intent = read_intent(request.headers.get("upload-metadata", ""))
    access = access_of(request)
    access.check("athlete", intent.athlete)  # else refused: there must be somebody to give it to
    access.refuse_without_consent(intent.athlete)
    upload = site.uploads.create(length, intent, access.visitor.account_id)
    return Response(status_code=201, headers={**_HEADERS, "Location": f"/uploads/{upload.id}"})


@router.head("/{upload_id}", dependencies=[Depends(check_version)])
def tell(upload_id: str, site: SiteHere) -> Response:
    """Say how much has come in.

    Parameters
    ----------
    upload_id, site
        Id of the upload, from the address, and the site asked.
    """
    upload = site.uploads.find(upload_id)
    return Response(
        status_code=200,
        headers={
            **_HEADERS,
            "Upload-Length": str(upload.length),
            "Upload-Offset": str(upload.offset),
            "Upload-Metadata": write_intent(upload.intent),
        },
    )


@router.patch("/{upload_id}", dependencies=[Depends(check_version)])
async def add(upload_id: str, request: Request, site: SiteHere) -> Response:
    """Add the body to what has come in.

    Parameters
    ----------
    upload_id, request, site
        Id of the upload, from the address, what comes in, and the site asked.
    """
    if request.headers.get("content-type") != "application/offset+octet-stream":
        raise UploadError(
            415, _("This is no part of an upload."), _("Use the upload page of aqvision.")
        )
    offset = _number(request, "upload-offset")
    with site.uploads.held(upload_id) as upload:
        _refuse_misfit(upload, offset, request)
        writer = site.uploads.writer(upload)
        try:
            await receive(request, writer)
        finally:
            await run_in_threadpool(writer.close)
        offset = site.uploads.find(upload_id).offset
    return Response(status_code=204, headers={**_HEADERS, "Upload-Offset": str(offset)})


@router.delete("/{upload_id}", dependencies=[Depends(check_version)])
def end(upload_id: str, site: SiteHere) -> Response:
    """Forget an upload.

    Parameters
    ----------
    upload_id, site
        Id of the upload, from the address, and the site asked.
    """
    with site.uploads.held(upload_id) as upload:
        site.uploads.remove(upload)
    return Response(status_code=204, headers=_HEADERS)


@router.post("/{upload_id}/finish")
def finish(upload_id: str, request: Request, site: SiteHere) -> Response:
    """Make a clip of an upload; who asks again, after a lost connection, gets the same answer.

    Parameters
    ----------
    upload_id, request, site
        Id of the upload, from the address, how it was asked, and the site.
    """
    with site.uploads.held(upload_id) as upload:
        access_of(request).refuse_without_consent(upload.intent.athlete)
        run = site.library.run(upload.run_id or arrive(site, upload))
    session = site.library.session(run.session_id)
    return JSONResponse({"run": run.id, "title": title_of(session), "note": who_tells(session)})


def _refuse_misfit(upload: Upload, offset: int, request: Request) -> None:
    if upload.settled or offset != upload.offset:
        raise UploadError(
            409,
            _("{n_here} bytes are here, not {offset}.").format(n_here=upload.offset, offset=offset),
            _("Ask where to go on, then go on from there."),
        )
    announced = request.headers.get("content-length", "0")
    if int(announced) > upload.length - upload.offset:
        raise UploadError(
            413,
            _("More is to come than was announced."),
            _("Choose the file again and send it anew."),
        )


async def receive(request: Request, writer: PartWriter) -> None:
    """Write what comes in until the end of the body, a lost connection or a long silence.

    Parameters
    ----------
    request, writer
        Whose body it is, and where it goes.

    Raises
    ------
    UploadError
        It came to no end, or is too much.
    """
    piece = bytearray()
    stream = request.stream()
    try:
        while chunk := await _next_chunk(stream):
            piece += chunk
            if len(piece) >= _PIECE_BYTES:
                await run_in_threadpool(writer.write, bytes(piece))
                piece.clear()
    except (TimeoutError, ClientDisconnect):
        await run_in_threadpool(writer.write, bytes(piece))
        raise UploadError(408, _("The connection was lost."), _("It goes on by itself.")) from None
    await run_in_threadpool(writer.write, bytes(piece))


async def _next_chunk(stream: AsyncIterator[bytes]) -> bytes:
    async with asyncio.timeout(_SILENCE_S):
        return await anext(stream, b"")


def _number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not _NUMBER.fullmatch(text):
        raise UploadError(
            400,
            _("{header} is not a whole number.").format(header=header.title()),
            _("Use the upload page of aqvision."),
        )
    return int(text)


def read_intent(metadata: str) -> Intent:
    """Read ``Upload-Metadata``: pairs of a key and its value in base64, each key once.

    Parameters
    ----------
    metadata
        Value of the header.

    Returns
    -------
    Intent
        What the file is, and whose.

    Raises
    ------
    UploadError
        It is not written so, or a value cannot be what it should be.
    """
    try:
        values = _decode(metadata)
    except (ValueError, binascii.Error):
        raise UploadError(
            400,
            _("What is said of this file cannot be read."),
            _("Use the upload page of aqvision."),
        ) from None
    return intent_of(values)


def intent_of(values: Mapping[str, str]) -> Intent:
    """Check what is said of a file.

    Parameters
    ----------
    values
        By the names that ``Upload-Metadata`` gives them.

    Raises
    ------
    UploadError
        A value cannot be what it should be.
    """
    return Intent(
        filename=_show_name(values["filename"]),
        athlete=values["athlete"],
        label=_label(values["label"]),
        date=_date(values["date"]),
        blur_faces=values.get(_BLUR) == _YES,
        modified=_day(values.get(_MODIFIED, "")),
        zone_min=_zone(values.get(_ZONE, "")),
    )


def write_intent(intent: Intent) -> str:
    """Write what :func:`read_intent` reads.

    Parameters
    ----------
    intent
        What the file is, and whose.

    Returns
    -------
    str
        Value of the header.
    """
    pairs = [(key, getattr(intent, key)) for key in sorted(_KEYS)]
    pairs += [(_BLUR, _YES)] if intent.blur_faces else []
    pairs += [(_MODIFIED, intent.modified)] if intent.modified else []
    pairs += [(_ZONE, str(intent.zone_min))] if intent.zone_min is not None else []
    return ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in pairs)


def _decode(metadata: str) -> dict[str, str]:
    if len(metadata) > _MAX_METADATA_CHARACTERS:
        raise ValueError
    pairs = [pair.strip().partition(" ") for pair in metadata.split(",")]
    values = {
        key: base64.b64decode(text, validate=True).decode("utf-8") for key, _space, text in pairs
    }
    if values.keys() - _OPTIONAL != _KEYS or len(values) != len(pairs):
        raise ValueError
    return values


def _show_name(name: str) -> str:
    """Refuse names that no camera gives and no browser sends: they are up to something."""
    if not 0 < len(name.strip()) <= _MAX_NAME_CHARACTERS or _ODD.search(name):
        raise UploadError(
            400,
            _("The file's name cannot be used."),
            _("Give it one of up to {n} letters and digits, without / and \\.").format(
                n=_MAX_NAME_CHARACTERS
            ),
        )
    return name.strip()


def _label(text: str) -> str:
    label = " ".join(text.split())
    if not label or not label.isprintable() or len(label) > _MAX_LABEL_CHARACTERS:
        raise UploadError(
            400,
            _("The session has no name that can be used."),
            _("Call it before, after, or what you like in up to {n} letters.").format(
                n=_MAX_LABEL_CHARACTERS
            ),
        )
    return label


def _day(text: str) -> str:
    """Read a day that nobody is asked about: what is none is not known."""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _zone(text: str) -> int | None:
    """Read by how many minutes clocks are ahead of Greenwich; what no place has is not known."""
    zone_min = int(text) if _ZONE_MIN.fullmatch(text) else None
    return zone_min if zone_min is not None and abs(zone_min) <= _MOST_ZONE_MIN else None


def _date(text: str) -> str:
    if not text:
        return ""  # the film tells it
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise UploadError(
            400, _("The day of filming is not a date."), _("Choose the day on which it was filmed.")
        ) from None
    if possible(day) is None:
        raise UploadError(
            400,
            _("Nothing can have been filmed on that day."),
            _("Choose the day on which it was filmed."),
        )
    return day.isoformat()
