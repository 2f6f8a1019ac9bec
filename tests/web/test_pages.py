"""Forms become values, values become pages, and nothing of a value becomes markup."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from aqvision.core.errors import PoseError
from aqvision.core.prompts import Prompt
from aqvision.web import pages
from aqvision.web.pages import (
    LABELS,
    Form,
    FormError,
    refuse,
    render,
    render_part,
    sentence,
    sentences_of,
    with_fields,
)

TEMPLATES = Path(pages.__file__).parent / "templates"


def test_fields_are_read_without_the_spaces_around_them() -> None:
    form = Form({"name": ["  Ada "], "run": ["a", "b"], "empty": [""]})
    assert (form.text("name"), form.text("empty"), form.text("missing")) == ("Ada", "", "")
    assert (form.all("run"), form.all("missing")) == (["a", "b"], [])


@pytest.mark.parametrize(("text", "number"), [("1.5", 1.5), (" 239,76 ", 239.76), ("", None)])
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    assert Form({"fps": [text]}).number("fps", "the rate") == number


@pytest.mark.parametrize(("text", "number"), [("1", 1), (" 12 ", 12), ("", None)])
def test_numbers_of_a_list_are_whole_and_from_1(text: str, number: int | None) -> None:
    assert Form({"track": [text]}).count("track", "the athlete") == number


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "two", "9" * 400, "99999"])
def test_what_is_in_no_list_is_named(text: str) -> None:
    with pytest.raises(FormError, match="the athlete is not in the list"):
        Form({"track": [text]}).count("track", "the athlete")


@pytest.mark.parametrize("text", ["fast", "nan", "inf", "1.000,5"])
def test_what_is_no_number_is_named(text: str) -> None:
    with pytest.raises(FormError, match="the rate is not a number"):
        Form({"fps": [text]}).number("fps", "the rate")


def test_values_are_escaped_and_none_may_be_missing() -> None:
    page = render("problem.html", status=404, problem="<script>", hint="").body
    assert b"&lt;script&gt;" in bytes(page)
    assert b"<script>" not in bytes(page)
    with pytest.raises(UndefinedError):
        render_part("problem.html")


@pytest.mark.parametrize(("accept", "kind"), [("text/html", "text/html"), ("*/*", "text/plain")])
def test_programs_get_a_line_and_people_a_page(accept: str, kind: str) -> None:
    request = Request({"type": "http", "headers": [(b"accept", accept.encode())]})
    answer = refuse(request, 413, "This is too long.", "Write less.")
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith(kind)
    assert b"This is too long." in bytes(answer.body)


def test_fields_are_named_behind_what_asks_for_them() -> None:
    asked = sentence("choose whom to measure", [Prompt.PERSON])
    assert asked == "Choose whom to measure (“Who is the athlete?”)."
    assert with_fields("no scale", [Prompt.HEIGHT]) == "no scale (“Standing height”)"


def test_every_prompt_has_a_place() -> None:
    for prompt in Prompt:
        assert ("the command aqvision" in sentence("x", [prompt])) == (prompt not in LABELS)


def test_an_error_is_two_sentences() -> None:
    error = PoseError("nobody runs in a.mp4", "choose whom to measure", [Prompt.PERSON])
    told = ("Nobody runs in a.mp4.", "Choose whom to measure (“Who is the athlete?”).")
    assert sentences_of(error) == told


def test_the_field_of_the_height_is_on_its_page() -> None:
    form = (TEMPLATES / "athlete_form.html").read_text(encoding="utf-8")
    assert f'>{{{{ _("{LABELS[Prompt.HEIGHT]}") }}}} <' in form


def read_from(*messages: dict[str, object]) -> Form:
    waiting = list(messages)

    async def receive() -> Any:
        if not waiting:
            await asyncio.sleep(10)
        return waiting.pop(0)

    headers = [(b"content-type", b"application/x-www-form-urlencoded")]
    return asyncio.run(pages.read_form(Request({"type": "http", "headers": headers}, receive)))


def test_a_form_that_is_cut_off_or_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_SILENCE_S", 0.05)
    half = {"type": "http.request", "body": b"name=A", "more_body": True}
    assert read_from({**half, "more_body": False}).text("name") == "A"
    for messages in ([half], [half, {"type": "http.disconnect"}]):
        with pytest.raises(HTTPException, match="did not come in whole") as caught:
            read_from(*messages)
        assert caught.value.status_code == 408
