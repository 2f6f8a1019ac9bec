"""Lines of a log tell what happened and where, and nobody's name."""

from __future__ import annotations

import json
import logging

import pytest

from aqvision.core.logs import JsonLines, TextLines
from tests.support.logs import logged_as

NAME, CLIP = "Jürgen Example", "IMG Jürgen 100m.mp4"


def fail_with_a_name() -> None:
    try:
        raise OSError(f"no such file: {CLIP}")
    except OSError as error:
        raise ValueError(f"{NAME} cannot be measured") from error


def something_happens(logger: logging.Logger) -> None:
    logger.info("job ends", extra={"job": "a" * 32, "outcome": "done", "seconds": 1.25})
    logger.warning("%s of %s is strange", CLIP, NAME)
    logger.warning("measured", extra={"athlete": NAME, "kind": "analyze"})
    try:
        fail_with_a_name()
    except ValueError:
        logger.exception("job fails", extra={"job": "b" * 32, "kind": "analyze"})


def test_json_is_an_object_a_line_without_names(capsys: pytest.CaptureFixture[str]) -> None:
    with logged_as("json"):
        something_happens(logging.getLogger("aqvision.jobs.runner"))
        logging.getLogger("uvicorn.error").error("Exception in %s\nof %s", CLIP, NAME)
    written = capsys.readouterr().err
    ended, strange, measured, failed, others = map(json.loads, written.splitlines())
    assert set(ended) == {"time", "level", "event", "job", "outcome", "seconds"}
    assert (ended["level"], ended["event"], ended["seconds"]) == ("info", "job ends", 1.25)
    assert ended["time"].endswith("+00:00")
    assert strange["event"] == "%s of %s is strange"
    assert set(measured) == {"time", "level", "event", "kind"}
    assert failed["error"] == "ValueError from OSError"
    assert failed["where"][-1].endswith(" fail_with_a_name")
    assert others["event"] == "uvicorn.error: Exception in %s"
    assert "Jürgen" not in written
    assert "IMG" not in written


def test_text_tells_what_fails_and_where_without_names(capsys: pytest.CaptureFixture[str]) -> None:
    with logged_as("text"):
        something_happens(logging.getLogger("aqvision.jobs.runner"))
    written = capsys.readouterr().err
    assert "job ends" not in written
    assert f"ERROR: job fails (job {'b' * 32}, kind analyze)" in written
    assert "in fail_with_a_name" in written
    assert written.endswith("ValueError from OSError\n")
    assert "Jürgen Example" not in written
    assert "IMG" not in written


@pytest.mark.parametrize("lines", [JsonLines(), TextLines()])
def test_words_that_are_no_text_are_still_a_line(lines: logging.Formatter) -> None:
    record = logging.LogRecord("aqvision", logging.ERROR, "", 0, {"a": NAME}, None, None)
    assert "\n" not in lines.format(record)


def test_the_queue_does_not_write_lines_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with logged_as("json"):
        logging.getLogger("dbos").error("the database is gone")
    assert json.loads(capsys.readouterr().err)["event"] == "dbos: the database is gone"
