"""Templates and what pages hold: escaped, complete, made once."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from aqvision.report import templating
from aqvision.report.templating import environment, packed, script_json, write_page


def test_json_cannot_end_its_script() -> None:
    text = script_json({"text": "</script><!--"})
    assert "<" not in text
    assert json.loads(text) == {"text": "</script><!--"}


def test_what_a_template_misses_is_a_fault_and_not_an_empty_place(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        write_page("plan.html", {}, tmp_path)
    assert not (tmp_path / "report.html").exists()


def test_what_is_packed_is_unpacked_as_it_was() -> None:
    name = "plotly-basic.min.js"
    plain = (Path(templating.__file__).parent / "static" / name).read_bytes()
    assert gzip.decompress(base64.b64decode(packed(name))) == plain


def test_text_is_escaped_and_templates_are_kept() -> None:
    page = environment().from_string("{{ text }}").render(text="<b>")
    assert page == "&lt;b&gt;"
    assert environment() is environment()
