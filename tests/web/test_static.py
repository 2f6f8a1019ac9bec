"""Templates and scripts: nothing from elsewhere, nothing inline that the page's policy forbids."""

from __future__ import annotations

import json
import re
from pathlib import Path

import av
import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src" / "aqvision" / "web"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
STATIC = WEB / "static"
OWN = [*TEMPLATES, *(p for p in STATIC.iterdir() if "tus" not in p.name and p.suffix != ".png")]


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


def test_a_phone_can_install_the_pages_as_an_app() -> None:
    manifest = json.loads((STATIC / "manifest.webmanifest").read_text(encoding="utf-8"))
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]

    assert "/static/manifest.webmanifest" in (WEB / "templates" / "base.html").read_text("utf-8")
    assert {icon["sizes"] for icon in drawn} == {"192x192", "512x512"}
    assert "maskable" in {icon.get("purpose") for icon in drawn}
    for icon in drawn:
        with av.open(str(STATIC / Path(icon["src"]).name)) as file:
            picture = file.streams.video[0]
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
