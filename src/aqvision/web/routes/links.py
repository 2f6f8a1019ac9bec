"""Secret path -> the page that shows its address, once."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from starlette.responses import Response

from aqvision.web.pages import render

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost"})


def link_page(request: Request, path: str, *, heading: str, about: str, back: str) -> Response:
    """Show an address that is kept nowhere, to be copied now.

    Parameters
    ----------
    request
        Its host is that of the address; the gate has looked at it.
    path
        What follows the host.
    heading, about, back
        What it is, what it does, and where to go on.
    """
    base = f"{request.scope['scheme']}://{request.headers['host']}"
    return render(
        "link.html",
        link=f"{base}{path}",
        here_only=urlsplit(base).hostname in _THIS_MACHINE,
        heading=heading,
        about=about,
        back=back,
    )
