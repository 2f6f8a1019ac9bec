"""Request -> its site and form; values, and what the program says -> the page that answers it."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qs

from fastapi import Depends, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.core.numerals import LANGUAGE, localised
from aqvision.core.prompts import Prompt, as_sentence, with_places
from aqvision.core.said import said
from aqvision.core.wording import _, ngettext, upper_first
from aqvision.library.accounts import Accounts, accounts_of
from aqvision.web.accounts.access import access_of
from aqvision.web.accounts.visitor import visitor_now
from aqvision.web.courses import Courses
from aqvision.web.group_effects import GroupEffects
from aqvision.web.held import Held
from aqvision.web.previews import Previews
from aqvision.web.remembered import Remembered
from aqvision.web.strips import StripMaker
from aqvision.web.uploads import Uploads

if TYPE_CHECKING:
    from aqvision.jobs.queue import Jobs
    from aqvision.library.library import Library
    from aqvision.web.films import Films

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"
_FORM_TYPE = "application/x-www-form-urlencoded"
_MAX_FIELDS = 1000
# A form is a few words: who takes longer has lost the net.
_SILENCE_S = 20.0
_COUNT = re.compile(r"[1-9][0-9]{0,3}")
LABELS = {
    Prompt.RATE: _("How fast did the camera film?"),
    Prompt.PERSON: _("Who is the athlete?"),
    Prompt.HEIGHT: _("Standing height"),
    Prompt.BELT: _("Speed of the treadmill"),
    Prompt.SHOT: _("Which shot is meant?"),
    Prompt.MASS: _("Weight"),
    Prompt.MARKS: _("Two marks of a known distance"),
    Prompt.LENS: _("Height of the lens"),
    Prompt.HOLD: _("Measure it as a hold"),
}
"""Labels of the fields that take what is asked for."""

_PLACES = {prompt: f"“{label}”" for prompt, label in LABELS.items()} | {
    Prompt.DAY: _("time lines only with the command aqvision progress"),
}
_TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_TEMPLATES.globals |= {
    "_": _, "ngettext": ngettext, "language": LANGUAGE, "visitor": visitor_now,
}  # fmt: skip
_TEMPLATES.filters |= {"upper_first": upper_first, "localised": localised}


@dataclass(frozen=True, slots=True)
class Site:
    """What a request may need: the library, its queue, and what is made of its files and rows.

    ``remembered`` holds parts of pages that are true as long as the library does not change,
    ``courses`` what the team's table draws, ``plans`` tables of people that were shown and not
    taken in yet.
    """

    library: Library
    jobs: Jobs
    uploads: Uploads
    previews: Previews
    films: Films
    strips: StripMaker
    group_effects: GroupEffects
    remembered: Remembered = field(default_factory=Remembered)
    courses: Courses = field(default_factory=Courses)
    plans: Held[Any] = field(default_factory=Held)

    @property
    def accounts(self) -> Accounts:
        """Who may use it, over the same database."""
        return accounts_of(self.library)


async def site_of(request: Request) -> Site:
    """Give the site that a request came to; a function that is no coroutine would need a thread.

    Parameters
    ----------
    request
        Any.

    Returns
    -------
    Site
        The one of the running program.
    """
    site: Site = request.app.state.site
    return site


SiteHere = Annotated[Site, Depends(site_of)]


class FormError(AqvisionError):
    """Something was written into a form that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was written into a form.

    >>> Form({"height_cm": [" 178,5 "]}).number("height_cm", "the height")
    178.5
    """

    values: dict[str, list[str]]

    def text(self, name: str) -> str:
        """Give a field without the spaces around it; empty where it was left empty.

        Parameters
        ----------
        name
            Name of the field.
        """
        return self.values.get(name, [""])[0].strip()

    def as_typed(self, name: str) -> str:
        """Give a field with all that was typed, such as a password.

        Parameters
        ----------
        name
            Name of the field.
        """
        return self.values.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Give all fields of one name.

        Parameters
        ----------
        name
            Name of the field.
        """
        return self.values.get(name, [])

    def count(self, name: str, what: str) -> int | None:
        """Read a number of something in a list, from 1; None where the field was left empty.

        Parameters
        ----------
        name, what
            The field, and what it asks for, for the message.

        Raises
        ------
        FormError
            It is no such number.
        """
        text = self.text(name)
        if text and not _COUNT.fullmatch(text):
            raise FormError(
                _("{what} is not in the list").format(what=what), _("choose one of the list")
            )
        return int(text) if text else None

    def number(self, name: str, what: str) -> float | None:
        """Read a number with a decimal point or comma; None where the field was left empty.

        Parameters
        ----------
        name
            The field.
        what
            What it asks for, for the message.

        Raises
        ------
        FormError
            It is no number.
        """
        text = self.text(name)
        if not text:
            return None
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise FormError(
                _("{what} is not a number").format(what=what),
                _("write digits only, for example 120"),
            )
        return value


async def read_body(request: Request, within_s: float) -> bytes:
    """Read all of a request.

    Parameters
    ----------
    request, within_s
        What is read, and how many seconds it may take.

    Raises
    ------
    HTTPException
        It does not come in whole.
    """
    try:
        async with asyncio.timeout(within_s):
            return await request.body()
    except (TimeoutError, ClientDisconnect):
        raise HTTPException(408, _("The form did not come in whole.")) from None


async def read_form(request: Request) -> Form:
    """Read a form of plain fields; files never come this way.

    Parameters
    ----------
    request
        Whose body is the form.

    Returns
    -------
    Form
        Its fields.

    Raises
    ------
    HTTPException
        It is no such form, or cannot be read.
    """
    if request.headers.get("content-length") == "0":
        return Form({})
    if request.headers.get("content-type", "").partition(";")[0] != _FORM_TYPE:
        raise HTTPException(415, _("This is not a form of aqvision."))
    body = await read_body(request, _SILENCE_S)
    try:
        text = body.decode("utf-8")
        values = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise HTTPException(400, _("The form cannot be read.")) from None
    return Form(values)


async def checked_form(request: Request, form: Annotated[Form, Depends(read_form)]) -> Form:
    """Give a form of whose fields, such as ``run``, all that they name is for this visitor.

    Parameters
    ----------
    request, form
        How it was asked, and what was filled in.

    Raises
    ------
    LibraryError
        A field names what is not there, or not for this visitor.
    """
    access = access_of(request)
    if access.visitor.sees is not None:  # else the route itself says what is not there
        await run_in_threadpool(access.check_fields, form.values)
    return form


FormHere = Annotated[Form, Depends(checked_form)]


def render(name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Fill in a template; every value is escaped.

    Parameters
    ----------
    name, **values
        File of the template, and what it shows, by name.
    status
        Code of the answer.

    Returns
    -------
    HTMLResponse
        The page.
    """
    return HTMLResponse(_TEMPLATES.get_template(name).render(**values), status)


def render_part(name: str, **values: Any) -> str:
    """Fill in a part of a page, for a page that asks for it again and again.

    Parameters
    ----------
    name, **values
        File of the template, and what it shows, by name.

    Returns
    -------
    str
        HTML.
    """
    return _TEMPLATES.get_template(name).render(**values)


def refuse(request: Request, status: int, problem: str, hint: str) -> Response:
    """Say what is wrong and what to do next: as a page where one is asked for.

    Parameters
    ----------
    request, status
        What is refused, and the code of the answer.
    problem, hint
        Sentences for the user.

    Returns
    -------
    Response
        A page, or plain text; of the API, JSON.
    """
    if request.scope.get("path", "").startswith("/api/"):
        return JSONResponse({"problem": problem, "hint": hint}, status)
    if "text/html" in request.headers.get("accept", ""):
        return render("problem.html", status=status, problem=problem, hint=hint)
    return PlainTextResponse(f"{problem} {hint}\n", status)


def sentence(text: str, prompts: Sequence[Prompt] = ()) -> str:
    """Give a phrase the form of a sentence, and name the fields that take what it asks for.

    Parameters
    ----------
    text
        A phrase, or sentences.
    prompts
        What it asks of the user.

    Examples
    --------
    >>> sentence("say how tall the athlete is", [Prompt.HEIGHT])
    'Say how tall the athlete is (“Standing height”).'
    """
    return as_sentence(said(text), prompts, _PLACES)


def with_fields(text: str, prompts: Sequence[Prompt]) -> str:
    """Name, behind a phrase, the fields that take what it asks for.

    Parameters
    ----------
    text, prompts
        A phrase, and what it asks of the user.

    Returns
    -------
    str
        The phrase, as it is where it asks for nothing.
    """
    return with_places(said(text), prompts, _PLACES)


def sentences_of(error: AqvisionError) -> tuple[str, str]:
    """Write what is wrong, and what to do, as two sentences.

    Parameters
    ----------
    error
        With what the user can do.

    Returns
    -------
    tuple of two str
        The second is empty where nothing can be done.
    """
    return sentence(str(error)), sentence(error.hint, error.prompts)
