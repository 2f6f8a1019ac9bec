"""A batch: every clip once, every athlete compared, whatever stops it and however many work."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from obstore.store import MemoryStore

from aqvision.analysis.store import write_json
from aqvision.batch import run as batch
from aqvision.batch.kept_effects import FILE as GROUPS
from aqvision.batch.kept_effects import KeptEffects
from aqvision.batch.output import BatchFolder, Written
from aqvision.batch.run import BatchOutcome
from aqvision.cli.main import main
from aqvision.comparison.store import SCHEMA_VERSION, change_to_dict
from aqvision.core.assets import find_sample
from aqvision.library.backup import check_library
from aqvision.library.library import open_library
from tests.support.clip_parts import THREE_STEPS, write_part
from tests.support.places import with_objects
from tests.support.team_changes import changes_like
from tests.support.team_folder import make_home, small_video

ROOT = Path(__file__).parents[2]
FAKE = ROOT / "tests" / "support" / "fake_team.py"
HOSTILE = ["<script>alert(1)</script>", "../../etc", "CON", "=cmd|' /C calc'!A0", "🏃", "x" * 190]


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder for clips, with a library beside it and a fake in place of measuring."""
    folder = tmp_path / "clips"
    folder.mkdir()
    monkeypatch.setenv("AQVISION_HOME", str(make_home(tmp_path / "home")))
    monkeypatch.delenv("AQVISION_DATABASE_URL", raising=False)
    monkeypatch.setattr("aqvision.batch.watching._LOOK_EVERY_S", 0.05)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'src'}:{ROOT}")
    kinds = {"anybody": "some", "Still": "none", "Blind": "blind"}
    changes = {
        name: [change_to_dict(c) for c in changes_like(kind)] for name, kind in kinds.items()
    }
    found = {"schema_version": SCHEMA_VERSION, "changes": changes}
    write_json(tmp_path / "changes.json", found)
    command = (sys.executable, str(FAKE), str(tmp_path))
    monkeypatch.setattr(batch, "run_batch", partial(batch.run_batch, command=command))
    return folder


def write_roster(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    path = folder / "team.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["athlete", "label", "clip", "height_m"])
        for athlete, label, clip in rows:
            if not (folder / clip).exists():
                small_video(folder / clip, f"{athlete} {clip}".encode())
            writer.writerow([athlete, label, clip, "1.78"])
    return path


def diary(folder: Path) -> list[str]:
    path = folder.parent / "diary"
    return path.read_text().splitlines() if path.exists() else []


def do(roster: Path, *options: str, out: str = "out", code: int = 0) -> str:
    arguments = ["batch", str(roster), "--out", str(roster.parent.parent / out), *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output
    return result.output


def summary_of(out: Path) -> list[dict[str, str]]:
    text = (out / "summary.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_batch_compares_each_athlete_and_a_bad_clip_stops_nothing(team: Path) -> None:
    roster = write_roster(
        team,
        [
            ("Anna", "before", "a1.mp4"),
            ("Anna", "before", "a2.mp4"),
            ("Anna", "after", "a3-dark.mp4"),
            ("Still", "before", "s1.mp4"),
            ("Still", "after", "s2.mp4"),
            ("Blind", "before", "b1.mp4"),
            ("Blind", "after", "b2-dark.mp4"),
            ("Otto", "before", "o1.mp4"),
            ("Rita", "before", "r1-refuse.mp4"),
            ("Rita", "after", "r2.mp4"),
            ("Text", "before", "t1.mp4"),
            ("Text", "after", "t2.mp4"),
        ],
    )
    (team / "t1.mp4").write_text("no video at all")
    told = do(roster, "--workers", "2", code=1)
    assert "Note: No clip after of Otto: nothing to compare." in told
    assert "Rita, before: Nobody runs in r1-refuse.mp4. Film somebody who runs." in told
    assert "Text, before: t1.mp4 is not a video. " in told
    assert "changed: 1, no change found: 1, not judged: 4" in told
    out = team.parent / "out"
    made = sorted(path.relative_to(out).as_posix() for path in out.rglob("report.html"))
    assert made == [
        *("anna/after-1/report.html", "anna/before-1/report.html", "anna/before-2/report.html"),
        *("anna/report.html", "blind/after-1/report.html", "blind/before-1/report.html"),
        *("blind/report.html", "otto/before-1/report.html", "rita/after-1/report.html"),
        *("still/after-1/report.html", "still/before-1/report.html", "still/report.html"),
        "text/after-1/report.html",
    ]
    assert "compare Anna: 2, 1" in diary(team)
    assert len(diary(team)) == 11 + 3
    rows = summary_of(out)
    verdicts = {(row["athlete"], row["verdict"]) for row in rows}
    assert ("Anna", "changed") in verdicts
    assert ("Still", "changed") not in verdicts
    assert ("Rita", "not comparable") in verdicts
    changed = next(row for row in rows if row["verdict"] == "changed")
    assert float(changed["low"]) < float(changed["change"]) < float(changed["high"])
    assert {row["reason"] for row in rows if row["athlete"] == "Otto"} == {
        "there is no clip after that could be used"
    }


def write_kinds(folder: Path, rows: list[tuple[str, str, str, str, str]]) -> Path:
    """Write a roster of athlete, label, date, kind and clip."""
    for athlete, *_others, clip in rows:
        small_video(folder / clip, f"{athlete} {clip}".encode())
    lines = ["athlete,label,date,kind,clip", *(",".join(row) for row in rows)]
    path = folder / "team.csv"
    path.write_text("\n".join(lines))
    return path


def all_of(athlete: str, last: str = "l") -> list[tuple[str, str, str, str, str]]:
    """Give an athlete runs, a ladder and a hold on either side, on four days."""
    days = [("before", "2026-03-01"), ("after", "2026-06-01")]
    rows = [
        (athlete, label, day, kind.strip("2"), f"{athlete}-{label}-{kind}.mp4")
        for label, day in days
        for kind in ("run", "hold", "hold2")
    ]
    ladders = [("before", "2026-02-01"), ("after", "2026-05-01")]
    return rows + [
        (athlete, label, day, "ladder", f"{athlete}-{label}-{last}{number}.mp4")
        for label, day in ladders
        for number in range(3)
    ]


def test_holds_ladders_and_seasons_are_measured_and_made_once(team: Path) -> None:
    roster = write_kinds(team, all_of("Anna"))
    do(roster)
    told = diary(team)
    anna = team.parent / "out" / "anna"
    assert "compare Anna: 1, 1" in told
    assert (
        "compare holds: {}".format(
            ", ".join(f"['Anna-{x}-hold.mp4', 'Anna-{x}-hold2.mp4']" for x in ("before", "after"))
        )
        in told
    )
    season = next(line for line in told if line.startswith("season"))
    assert season.count(".mp4") == 12
    assert season.index("before-l0") < season.index("before-run") < season.index("after-l0")
    for place, file in (
        ("before-1", "analysis.json"), ("before-hold-1", "hold.json"), ("holds", "report.html"),
        ("holds", "hold_comparison.json"), ("ladder", "ladder.json"), ("season", "progress.json"),
    ):  # fmt: skip
        assert (anna / place / file).is_file()
    page = (team.parent / "out" / "index.html").read_text(encoding="utf-8")
    for place in ("holds", "ladder", "season"):
        assert f'href="anna/{place}/report.html"' in page
    before, stamps = tree(team.parent / "out"), stamps_of(team.parent / "out")
    do(roster)
    assert diary(team) == told
    assert tree(team.parent / "out") == before
    assert stamps_of(team.parent / "out") == stamps  # not one file was written again


def test_runs_of_a_ladder_are_followed_and_what_is_none_says_why(team: Path) -> None:
    ladders = [row for name, last in (("Anna", "l"), ("Ben", "flat")) for row in all_of(name, last)
               if row[3] == "ladder"]  # fmt: skip
    roster = write_kinds(team, ladders)
    told = do(roster, code=1)
    out = team.parent / "out"
    beside = json.loads((out / "anna" / "ladder" / "ladder.json").read_text())
    assert [len(beside[side]) for side in ("before", "after")] == [3, 3]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "It was told." in page
    assert "A ladder takes three different speeds" in page
    assert not (out / "ben" / "ladder").exists()
    assert "Ben" in told
    n = len(diary(team))
    do(roster, code=1)
    assert len(diary(team)) == n  # what failed for the same clips is not tried again
    do(write_kinds(team, ladders[:3]), code=0)
    assert not (out / "anna" / "season").exists()


def test_what_is_left_of_a_side_is_compared_and_the_page_says_what_is_missing(team: Path) -> None:
    rows = [("Anna", "before", "a1.mp4"), ("Anna", "before", "a2-refuse.mp4"),
            ("Anna", "after", "a3.mp4")]  # fmt: skip
    do(write_roster(team, rows), code=1)
    assert "compare Anna: 1, 1" in diary(team)
    page = (team.parent / "out" / "index.html").read_text(encoding="utf-8")
    assert "a2-refuse.mp4 is left out: nobody runs in a2-refuse.mp4." in page


def test_links_of_the_page_lead_to_files(team: Path) -> None:
    rows = [(name, label, f"{i}{label}.mp4") for i, name in enumerate(HOSTILE)
            for label in ("before", "after")]  # fmt: skip
    do(write_roster(team, rows))
    out = team.parent / "out"
    page = (out / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"#][^"]*)"', page)
    assert len(links) == len(HOSTILE) * 4 + 4  # a report from both tables, two clips; all numbers
    assert all((out / link).is_file() for link in links)
    assert all(re.fullmatch(r"[a-z0-9/.-]+", link) and ".." not in link for link in links)
    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    folders = {path.name for path in out.iterdir() if path.is_dir()}
    assert folders == {"script-alert-1-script", "etc", "athlete-con", "cmd-c-calc-a0", "athlete",
                       "x" * 60}  # fmt: skip
    assert {path.name for path in out.parent.iterdir()} >= {"out", "clips", "home"}
    names = {row["athlete"] for row in summary_of(out)}
    assert "'=cmd|' /C calc'!A0" in names
    assert not any(cell.startswith(("=", "@")) for row in summary_of(out) for cell in row.values())


def test_the_same_command_does_nothing_twice(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("Anna", "before", "a.mp4"), ("Anna", "after", "b.mp4"),
            ("Rita", "before", "refuse.mp4"), ("Rita", "after", "c.mp4")]  # fmt: skip
    roster = write_roster(team, rows)
    first = do(roster, "--json", code=1)
    done = sorted(diary(team))
    assert done == ["a.mp4", "b.mp4", "c.mp4", "compare Anna: 1, 1", "refuse.mp4"]
    kept = (team.parent / "home" / GROUPS).read_bytes()
    monkeypatch.setattr("aqvision.batch.kept_effects.effects_of", None)  # nobody calls it
    second = do(roster, "--json", code=1)
    assert (team.parent / "home" / GROUPS).read_bytes() == kept
    assert sorted(diary(team)) == done
    assert json.loads(first.splitlines()[-1]) == json.loads(second.splitlines()[-1])


def test_what_changed_in_the_roster_is_done_and_nothing_else(team: Path) -> None:
    rows = [("Anna", "before", "a.mp4"), ("Anna", "before", "a2.mp4"), ("Anna", "after", "b.mp4")]
    do(write_roster(team, rows))
    done = len(diary(team))
    do(write_roster(team, [*rows[1:], ("Anna", "after", "c.mp4")]))
    assert diary(team)[done:] == ["c.mp4", "compare Anna: 1, 2"]
    out = team.parent / "out" / "anna"
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == [
        "after-1", "after-2", "before-1",
    ]  # fmt: skip
    provenance = json.loads((out / "before-1" / "analysis.json").read_text())["provenance"]
    assert provenance["clip_name"] == "a2.mp4"


def test_a_fact_that_changed_measures_its_clip_again(team: Path) -> None:
    write_roster(team, [("Anna", "before", "a.mp4"), ("Anna", "after", "b.mp4")])
    roster = team / "facts.csv"
    head = "athlete,label,clip,track,belt_mps,surface,shoes"
    for facts in (",,,", "2,8.5,grass,spikes", ",,,"):
        begun = len(diary(team))
        rows = [f"Anna,before,a.mp4,{facts}", "Anna,after,b.mp4,,,,"]
        roster.write_text("\n".join([head, *rows]))
        do(roster)
        new = ["a.mp4", "compare Anna: 1, 1"]
        assert [line for line in diary(team)[begun:] if line != "b.mp4"] == new
    assert diary(team).count("b.mp4") == 1


def test_what_others_put_into_the_folder_stays(team: Path) -> None:
    own = team.parent / "out" / "anna" / "before-9"
    own.mkdir(parents=True)
    (own / "notes.txt").write_text("mine")
    do(write_roster(team, [("Anna", "before", "a.mp4"), ("Anna", "after", "b.mp4")]))
    assert (own / "notes.txt").read_text() == "mine"


def test_what_others_put_beside_a_result_stays_when_it_is_written_anew(team: Path) -> None:
    rows = [("Anna", "before", "a.mp4"), ("Anna", "before", "a2.mp4"), ("Anna", "after", "b.mp4")]
    do(write_roster(team, rows))
    anna = team.parent / "out" / "anna"
    kept = [anna / place for place in ("before-1/notes.txt", "before-1/keyframes/mine.webp",
                                       "before-2/notes.txt")]  # fmt: skip
    for path in kept:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    do(write_roster(team, rows[1:]))
    assert [path.read_text() for path in kept] == ["mine"] * len(kept)
    assert [path.name for path in (anna / "before-2").iterdir()] == ["notes.txt"]
    assert '"a2.mp4"' in (anna / "before-1" / "analysis.json").read_text()


def test_what_others_put_in_the_way_stays_and_stops_nobody_else(team: Path) -> None:
    out = team.parent / "out"
    own = ["ben/before-1/notes.txt", "carl/before-1/report.html", "dora/report.html", "emil"]
    for path in (out / place for place in own):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    rows = [(name, label, f"{name}-{label}.mp4") for name in ("Ben", "Carl", "Dora", "Emil", "Finn")
            for label in ("before", "after")]  # fmt: skip
    told = do(write_roster(team, rows), code=1)
    assert [(out / place).read_text() for place in own] == ["mine"] * len(own)
    assert "Carl, before: Carl-before.mp4: report.html in " in told
    assert re.search(r"^Dora: report.html in .* is not from aqvision, and stays", told, re.M)
    assert re.search(r"^Emil, after: .*a file is in the way", told, re.M)
    for made in ("ben/report.html", "ben/before-1/report.html", "carl/report.html",
                 "dora/before-1/report.html", "finn/report.html",
                 "index.html", "summary.xlsx", "group.csv", "runs.csv"):  # fmt: skip
        assert (out / made).is_file()
    assert list(out.rglob(".new-*")) == []


@pytest.mark.parametrize(
    "name", ["index.html", "summary.csv", "summary.xlsx", "group.csv", "runs.csv"]
)
def test_a_page_of_others_stays_and_nothing_is_measured(team: Path, name: str) -> None:
    out = team.parent / "out"
    out.mkdir()
    (out / name).write_text("mine")
    told = do(write_roster(team, [("Anna", "before", "a.mp4"), ("Anna", "after", "b.mp4")]), code=1)
    assert f"{name} in " in told
    assert "is not from aqvision, and stays" in told
    assert [path.read_text() for path in out.iterdir()] == ["mine"]
    assert diary(team) == []


def test_the_result_does_not_depend_on_the_number_of_workers(team: Path) -> None:
    rows = [(f"Athlete {i}", label, f"{i}{label}{n}.mp4") for i in range(2)
            for label in ("before", "after") for n in range(2 - i % 2)]  # fmt: skip
    roster = write_roster(team, rows)
    do(roster, "--workers", "1", out="one")
    os.environ["AQVISION_HOME"] = str(team.parent / "other home")
    do(roster, "--workers", "4", out="four")
    assert tree(team.parent / "one") == tree(team.parent / "four")


Rows = list[tuple[str, str, str]]


def reports_of(team: Path, rows: Rows, workers: int = 2) -> dict[str, bytes]:
    """Measure a roster in a home of its own, and give the files of the athletes' folders."""
    out = f"out {len(list(team.parent.iterdir()))}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AQVISION_HOME", str(make_home(team.parent / f"home of {out}")))
        do(write_roster(team, rows), "--workers", str(workers), out=out)
    made = tree(team.parent / out)
    return {name: made[name] for name in made if "/" in name}


def test_reports_depend_on_no_order_of_rows_and_no_split_over_rosters(team: Path) -> None:
    rows = [(name, label, f"{name} {label} {n}.mp4") for name in ("Anna", "Still")
            for label in ("before", "after") for n in range(3)]  # fmt: skip

    plain = reports_of(team, rows)
    assert len(plain) == 2 * (2 * 6 + 2)
    assert reports_of(team, rows[6:][::-1]) | reports_of(team, rows[:6][::-1]) == plain


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Rows, Rows, set[str], int]:
    """Draw a roster, its rows in another order, whose rows go to a second roster, and workers."""
    names = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True))
    rows = [
        (name, label, f"{name} {label} {n}.mp4")
        for name in names
        for label in ("before", "after")
        for n in range(draw(st.integers(0, 3)))
    ]
    assume(rows)
    apart = draw(st.sets(st.sampled_from(names)))
    return rows, draw(st.permutations(rows)), apart, draw(st.integers(1, 3))


PEOPLE = ("Anna", "Still", "Zoë Brandt", "anna b", "Øyvind", "李 娜", "dark horse")
"""Names in several writings; the clips of one are dark."""


@pytest.mark.slow
@settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(rosters())
def test_any_order_any_split_and_any_workers_give_the_same_reports(
    team: Path, drawn: tuple[Rows, Rows, set[str], int]
) -> None:
    rows, mixed, apart, workers = drawn
    parts = [[row for row in mixed if (row[0] in apart) == which] for which in (True, False)]

    made: dict[str, bytes] = {}
    for part in filter(None, parts):
        made |= reports_of(team, part, workers)

    assert made == reports_of(team, rows, 1)


def test_who_is_done_can_be_read_while_others_wait(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, pages = team.parent / "out", list[str]()
    write = BatchFolder.write

    def look(folder: BatchFolder, outcome: BatchOutcome, kept: KeptEffects) -> Written:
        written = write(folder, outcome, kept)
        pages.append((out / "index.html").read_text(encoding="utf-8"))
        links = re.findall(r'href="([^"#][^"]*)"', pages[-1])
        assert all((out / link).is_file() for link in links)
        assert {row["athlete"] for row in summary_of(out)} == {a.name for a in written.athletes}
        return written

    monkeypatch.setattr(BatchFolder, "write", look)
    rows = [(name, label, f"{name}-{label}-slow.mp4") for name in ("Zoe", "Anna", "Still")
            for label in ("before", "after")]  # fmt: skip
    do(write_roster(team, rows), "--workers", "1")
    assert "0 of 3 athletes are done" in pages[0]
    assert [name for name, *_ in rows if f"<li>{name}</li>" not in pages[0]] == []
    half = next(page for page in pages if "1 of 3 athletes is done" in page)
    assert 'href="zoe/report.html"' in half
    assert "<li>Zoe</li>" not in half
    assert "<li>Anna</li><li>Still</li>" in half
    assert "still to come" not in pages[-1].lower()
    assert len(pages) <= 4  # not after every look at the jobs
    assert [line for line in diary(team) if "Zoe" in line or "Still" in line][-1].startswith("comp")
    begun = diary(team)
    assert begun.index("compare Zoe: 1, 1") < begun.index("Still-before-slow.mp4")


def tree(folder: Path) -> dict[str, bytes]:
    """Read all that was written; files by their places."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def stamps_of(folder: Path) -> dict[Path, tuple[int, int]]:
    """Tell which files were written, and when: a file that is replaced is another one."""
    told = {path: path.stat() for path in folder.rglob("*") if path.is_file()}
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in told.items()}


def running(roster: Path, out: str = "out") -> subprocess.Popen[bytes]:
    """Start a batch in a process of its own."""
    measure = (sys.executable, str(FAKE), str(roster.parent.parent))
    program = (
        "import sys; from functools import partial; from aqvision.batch import run as batch;"
        f"batch.run_batch = partial(batch.run_batch, command={measure!r});"
        "from aqvision.cli.main import main; main(sys.argv[1:])"
    )
    options = ["--out", str(roster.parent.parent / out), "--workers", "2"]
    command = [sys.executable, "-c", program, "batch", str(roster), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for(n_lines: int, folder: Path) -> None:
    end_s = time.monotonic() + 60
    while len(diary(folder)) < n_lines and time.monotonic() < end_s:
        time.sleep(0.05)
    assert len(diary(folder)) >= n_lines


@pytest.mark.parametrize(
    ("how", "when"),
    [
        pytest.param(signal.SIGKILL, (2, 4), marks=pytest.mark.slow),
        (signal.SIGINT, (3,)),
    ],
)
def test_a_batch_that_was_stopped_goes_on(
    team: Path, how: signal.Signals, when: tuple[int, ...]
) -> None:
    rows = [(f"Athlete {i}", label, f"{i}{label}-slow.mp4") for i in range(3)
            for label in ("before", "after")]  # fmt: skip
    roster = write_roster(team, rows)
    for n_lines in when:
        with running(roster) as process:
            wait_for(n_lines, team)
            process.send_signal(how)
            _, said = process.communicate(timeout=60)
        assert process.returncode == (130 if how == signal.SIGINT else -how)
        if how == signal.SIGINT:
            assert b"the same command goes on" in said
            assert b"Traceback" not in said
    do(roster)
    begun = [line for line in diary(team) if line.startswith(tuple("0123"))]
    assert set(begun) == {clip for _, _, clip in rows}
    assert len(begun) <= len(rows) + 2 * len(when)  # at most what was under way each time
    compared = [line for line in diary(team) if line.startswith("compare")]
    assert sorted(compared) == [f"compare Athlete {i}: 1, 1" for i in range(3)]
    if how == signal.SIGKILL:
        os.environ["AQVISION_HOME"] = str(team.parent / "other home")
        do(roster, out="never stopped")
        assert tree(team.parent / "out") == tree(team.parent / "never stopped")
        os.environ["AQVISION_HOME"] = str(team.parent / "home")
    with open_library() as left:
        assert check_library(left) == []


@pytest.mark.slow
def test_two_batches_at_once_share_the_work(team: Path) -> None:
    rows = [(f"Athlete {i}", label, f"{i}{label}-slow.mp4") for i in range(3)
            for label in ("before", "after")]  # fmt: skip
    roster = write_roster(team, rows)
    with running(roster, "one") as first, running(roster, "two") as second:
        for process in (first, second):
            process.communicate(timeout=120)
            assert process.returncode == 0
    assert sorted(diary(team)) == sorted(
        [*(clip for *_, clip in rows), *(f"compare Athlete {i}: 1, 1" for i in range(3))]
    )
    one, two = (team.parent / name / "summary.csv" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.slow
@pytest.mark.model
def test_what_changed_is_what_compare_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AQVISION_DATABASE_URL", raising=False)
    folder = tmp_path / "clips"
    assert CliRunner().invoke(main, ["samples", str(folder)]).exit_code == 0
    for name in ("before.mp4", "after.mp4"):
        write_part(find_sample(name), folder / name, *THREE_STEPS)
    do(folder / "roster.csv")
    reports = tmp_path / "out" / "sample-athlete"
    sides = [f"--{label}={reports / f'{label}-1'}" for label in ("before", "after")]
    other = tmp_path / "compared"
    assert CliRunner().invoke(main, ["compare", *sides, "--out", str(other)]).exit_code == 0
    for name in ("comparison.json", "report.html"):
        assert (reports / name).read_bytes() == (other / name).read_bytes()
    content = json.loads((other / "comparison.json").read_text())
    changes = {change["metric"]: change for change in content["changes"]}
    for row in summary_of(tmp_path / "out"):
        assert row["verdict"] == changes[row["metric"]]["verdict"]
        if row["change"]:
            assert float(row["change"]) == pytest.approx(changes[row["metric"]]["change"], rel=1e-5)
    assert content["before"][0]["clip_name"] == "before.mp4"


def test_what_was_trained_is_kept_and_compares_again_without_measuring(team: Path) -> None:
    write_roster(team, [("Anna", "before", "a.mp4"), ("Anna", "after", "b.mp4")])
    roster = team / "trained.csv"
    head, rows = "athlete,label,clip", ("Anna,before,a.mp4", "Anna,after,b.mp4")
    compared = []
    for column in (None, "speed_mps", None, "contact_time_s", ""):
        begun = len(diary(team))
        more = ["", "", ""] if column is None else [",primary", f",{column}", ","]
        lines = [line + end for line, end in zip((head, *rows), more, strict=True)]
        roster.write_text("\n".join(lines))
        do(roster)
        compared.append([line for line in diary(team)[begun:] if line.startswith("compare")])
    assert compared == [
        ["compare Anna: 1, 1"],
        ["compare Anna: 1, 1 speed_mps"],
        [],  # a roster without the column takes nothing back
        ["compare Anna: 1, 1 contact_time_s"],
        ["compare Anna: 1, 1"],
    ]
    assert sorted(line for line in diary(team) if "compare" not in line) == ["a.mp4", "b.mp4"]


def test_a_comparison_of_an_older_version_is_made_again_and_nothing_is_measured(
    team: Path,
) -> None:
    roster = write_roster(team, [("Anna", "before", "a.mp4"), ("Anna", "after", "b.mp4")])
    do(roster)
    done = diary(team)
    with open_library() as library:
        (athlete,) = library.athletes()
        (made,) = library.comparisons(athlete.id)
        old = library.home.new_result()
        shutil.copytree(library.result_folder(made), old)
        write_json(old / "comparison.json", {"schema_version": 1, "changes": [{"metric": "gone"}]})
        library.finish_comparison(made.id, "the key of an older version", old, {})
    do(roster)
    assert diary(team)[len(done) :] == ["compare Anna: 1, 1"]
    page = json.loads((team.parent / "out" / "anna" / "comparison.json").read_text())
    assert page["schema_version"] == SCHEMA_VERSION


def test_a_batch_on_objects_is_the_same(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clips and results lie elsewhere; the second run finds all there and fetches no clip."""
    store = MemoryStore()
    monkeypatch.setattr(
        "aqvision.library.library.open_library", lambda: with_objects(open_library(), store)
    )
    roster = write_roster(team, [("Anna", "before", "a1.mp4"), ("Anna", "after", "a2.mp4")])
    do(roster, "--workers", "2")
    first, done = summary_of(team.parent / "out"), diary(team)
    assert first
    shutil.rmtree(team.parent / "home" / "cache")
    do(roster, "--workers", "2", out="again")
    assert summary_of(team.parent / "again") == first
    assert diary(team) == done
    cache = team.parent / "home" / "cache"
    assert not [path for path in (cache / "files").rglob("*") if path.is_file()]
    assert not list((cache / "held").iterdir())
