"""Forms become values, values become pages, and nothing of a value becomes markup."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from starlette.requests import Request

from aqvision.web.pages import Form, FormError, refuse, render, render_part


def test_fields_are_read_without_the_spaces_around_them() -> None:
    form = Form({"name": ["  Ada "], "run": ["a", "b"], "empty": [""]})
    assert (form.text("name"), form.text("empty"), form.text("missing")) == ("Ada", "", "")
    assert (form.all("run"), form.all("missing")) == (["a", "b"], [])


@pytest.mark.parametrize(("text", "number"), [("1.5", 1.5), (" 239,76 ", 239.76), ("", None)])
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    assert Form({"fps": [text]}).number("fps", "the rate") == number


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
