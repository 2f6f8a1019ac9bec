"""Command line -> the pages in a browser: ``aqvision serve``."""

from __future__ import annotations

import click

# The same each time, so that a page that is open finds the server again.
DEFAULT_PORT = 8642


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port on this machine; 0 for any that is free.",
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option(
    "--public-url",
    metavar="URL",
    help="Address of a reverse proxy on this machine, such as https://sprint.example.org.",
)
def serve(port: int, no_open: bool, public_url: str | None) -> None:
    """Open aqvision in a browser: upload clips, read reports."""
    from aqvision.web.serve import serve as serve_pages

    serve_pages(port, tell=click.echo, public_url=public_url, browse=not no_open)
