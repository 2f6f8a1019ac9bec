"""Templates, and our own files that pages hold -> report.html: filled in, escaped, in one file."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from aqvision.core.numerals import LANGUAGE
from aqvision.core.said import said
from aqvision.core.wording import _, ngettext, upper_first, word_of
from aqvision.report.numbers import unit_word
from aqvision.report.svg_charts import draw_chart

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"


def write_page(template: str, context: Mapping[str, Any], folder: Path) -> Path:
    """Fill in a template and write it as ``report.html``.

    Parameters
    ----------
    template, context
        Name of the template, and all that it shows.
    folder
        Where the page goes, made if needed.
    """
    page = environment().get_template(template).render(context)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


@cache
def environment() -> Environment:
    """Prepare our templates: all that is put into them is escaped, nothing may be missing.

    Kept, so that each template is compiled once a process and not once a page.
    """
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["script_json"] = script_json
    environment.filters["picture"] = _picture
    environment.filters["word"] = word_of
    environment.filters["said"] = said
    environment.filters["upper_first"] = upper_first
    environment.globals |= {
        "_": _, "ngettext": ngettext, "language": LANGUAGE, "speed_unit": unit_word("m/s"),
    }  # fmt: skip
    environment.filters["drawing"] = draw_chart
    return environment


def inline(name: str) -> Markup:
    """Give one of our own files as it stands; nothing in them comes from a user.

    Parameters
    ----------
    name
        A file in ``static``.
    """
    return Markup((_STATIC / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def packed(name: str) -> str:
    """Give one of our own files as gzip in base64: half as large, and read only when needed.

    Parameters
    ----------
    name
        A file in ``static``.
    """
    data = (_STATIC / name).read_bytes()
    return base64.b64encode(gzip.compress(data, mtime=0)).decode("ascii")


def script_json(value: Mapping[str, Any]) -> Markup:
    r"""Write JSON that cannot end the script element that holds it.

    Parameters
    ----------
    value
        What a script is to read; without NaN.

    >>> script_json({"a": "</script>"})
    Markup('{"a":"\\u003c/script>"}')
    """
    text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - escaped above


def _picture(webp: bytes) -> str:
    return "data:image/webp;base64," + base64.b64encode(webp).decode("ascii")
