"""Templates and scripts: nothing from elsewhere, nothing inline that the page's policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src" / "aqvision" / "web"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
OWN = [*TEMPLATES, *(path for path in (WEB / "static").iterdir() if "tus" not in path.name)]


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_nothing_comes_from_another_machine(path: Path) -> None:
    addresses = re.findall(r"(?:https?:)?//[a-z0-9][\w.]+\w", path.read_text(encoding="utf-8"))
    assert set(addresses) <= {"http://www.w3.org"}  # the name of SVG, which nobody asks for


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_script_and_no_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert "|safe" not in text
    assert "autoescape" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_forms_that_change_something_are_sent_by_post(path: Path) -> None:
    forms = re.findall(r"<form [^>]*action=[^>]*>", path.read_text(encoding="utf-8"))
    assert all('method="post"' in form for form in forms)


def test_the_script_of_others_comes_with_its_licence() -> None:
    assert "sourceMappingURL" not in (WEB / "static" / "tus.min.js").read_text(encoding="utf-8")
    assert "MIT License" in (WEB / "static" / "tus.LICENSE").read_text(encoding="utf-8")
    assert "tus-js-client" in (ROOT / "NOTICE").read_text(encoding="utf-8")
