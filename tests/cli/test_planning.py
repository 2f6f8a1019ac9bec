"""plan on the command line: a table, sentences, JSON, and sizes as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aqvision.analysis.store import save_analysis
from aqvision.cli.main import main
from aqvision.cli.planning import Size, describe_plan, parse_sizes, sizes_in
from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.planning import DESIGNS, PlanRow
from aqvision.core.errors import SettingsError
from tests.support.synthetic import Run, analysis_of

NAN = float("nan")
SEEN = (0.03, 0.025, 0.022, 0.02, 0.016, 0.012)
ROWS = [
    PlanRow(metric="contact_time_s", value=0.1, worthwhile=0.006, seen=SEEN),
    PlanRow(metric="speed_mps", value=NAN, worthwhile=NAN, reason="no scale " * 20),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("session")
    save_analysis(analysis_of(Run(noise_px=0.5)), folder)
    return folder


def do(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["plan", *arguments])
    assert result.exit_code == code, result.output
    return result


def test_a_first_session_is_planned_with(session: Path) -> None:
    lines = do(str(session)).stdout.splitlines()
    assert [line.count("runs:") for line in lines[:2]] == [6, 0]
    assert [line.count("days:") for line in lines[:2]] == [0, 6]
    told = "\n".join(lines)
    assert "Contact time" in told
    assert "four times out of five" in told


def test_named_metrics_and_sizes_are_told_of(session: Path) -> None:
    named = ("--primary", "contact_time_s,step_frequency_hz")
    told = do(str(session), *named, "--size", "contact_time_s=50%").stdout
    assert "Contact time: a change of" in told
    assert "takes 1 run before and as many after" in told
    assert "Speed" not in told
    apart = ("--primary", "contact_time_s", "--primary", "step_frequency_hz")
    assert do(str(session), *apart, "--size", "contact_time_s=50%").stdout == told


def test_json_holds_what_the_table_shows(session: Path) -> None:
    plan = json.loads(do(str(session), "--json", "--size", "trunk_lean_deg=90").stdout)
    assert (plan["n_clips"], plan["seen_in"]) == (1, 0.8)
    assert plan["designs"][4] == {"runs": 3, "days": 3}
    rows = {row["metric"]: row for row in plan["primaries"]}
    assert list(rows) == list(PRIMARIES)
    lean = rows["trunk_lean_deg"]
    assert (lean["size"], lean["cheapest"]) == (90.0, {"runs": 1, "days": 1})
    assert len(lean["seen"]) == len(DESIGNS)
    assert lean["unit"] == "deg"
    assert "size" not in rows["contact_time_s"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--primary", "contact_tim_s"), "did you mean"),
        (("--primary", ","), "no primary metric is named"),
        (("--size", "contact_time_s"), "contact_time_s=0.01"),
        (("--size", "contact_time_s=0"), "is no size of a change"),
        (("--size", "contact_time_s=1.2.3"), "is no size of a change"),
        (("--size", "nonsense=1"), "there is no metric"),
        (("--size", "recovery_time_s=1"), "--primary recovery_time_s"),
        (("--size", "contact_time_s=5"), "contact_time_s=5 means 5,000 ms"),
        (("--size", "contact_time_s=0.02", "--size", "contact_time_s=5%"), "two sizes"),
    ],
)
def test_what_cannot_be_is_a_line_and_a_hint(
    session: Path, options: tuple[str, ...], said: str
) -> None:
    told = do(str(session), *options, code=1).stderr
    assert told.count("\n") == 2
    assert told.startswith("Error: ")
    assert said in told


def test_places_that_hold_nothing_to_plan_with_are_named(session: Path, tmp_path: Path) -> None:
    assert "does not exist" in do(str(tmp_path / "gone"), code=1).stderr
    assert "no complete analysis" in do(str(tmp_path), code=1).stderr
    clip = tmp_path / "run.mp4"
    clip.write_bytes(b"no video")
    assert "--out says where" in do(str(session), str(clip), code=2).stderr
    assert "run.mp4" in do(str(clip), "--out", str(tmp_path / "out"), code=1).stderr
    do(code=2)


def test_sizes_are_read_and_brought_into_units() -> None:
    sizes = parse_sizes(["contact_time_s = -0.01", "speed_mps=5 %"])
    assert sizes == {"contact_time_s": Size(0.01, False), "speed_mps": Size(0.05, True)}
    assert sizes_in(ROWS, parse_sizes(["contact_time_s=5%"])) == pytest.approx(
        {"contact_time_s": 0.005}
    )
    with pytest.raises(SettingsError, match="is no size"):
        parse_sizes(["contact_time_s=1e9"])


def test_a_reason_stands_in_place_of_numbers_and_is_wrapped() -> None:
    lines = describe_plan(ROWS, {"contact_time_s": 0.01}, 100)
    assert max(map(len, lines)) <= 100
    assert lines[-1] == "Contact time: a change of 10 ms is too small for all of these"
