"""Templates are compiled once a process, and before the page of a run is made."""

from __future__ import annotations

from pathlib import Path

import pytest

import aqvision.report.compiled  # noqa: F401 - what it does, it does as it is imported
from aqvision.report.page import write_analysis_report
from aqvision.report.templating import environment
from tests.support.synthetic import Run, analysis_of


def test_a_page_finds_its_templates_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a template was compiled while the page was made")

    monkeypatch.setattr(environment(), "compile", fail)
    write_analysis_report(analysis_of(Run()), tmp_path)
