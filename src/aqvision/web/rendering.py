"""Template + values -> a page; a problem -> a page, or a line for a program, that says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, PlainTextResponse, Response

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_TEMPLATES = _environment()


def render(name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Fill in a template; every value is escaped."""
    return HTMLResponse(_TEMPLATES.get_template(name).render(**values), status)


def refuse(request: Request, status: int, problem: str, hint: str) -> Response:
    """Say what is wrong and what to do next: as a page where one is asked for."""
    if "text/html" in request.headers.get("accept", ""):
        return render("problem.html", status=status, problem=problem, hint=hint)
    return PlainTextResponse(f"{problem} {hint}\n", status)
