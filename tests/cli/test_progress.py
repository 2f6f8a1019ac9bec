"""Progress is plain lines where there is no terminal, and never on stdout."""

import pytest

from aqvision.cli.progress import ProgressDisplay


def test_plain_lines_away_from_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressDisplay("run.mp4") as progress:
        for done in range(1, 101):
            progress("measuring the body", done, 100)
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.strip().splitlines()
    assert 1 <= len(lines) <= 3
    assert lines[-1] == "run.mp4: measuring the body, 100 of 100 frames"
