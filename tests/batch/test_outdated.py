"""Folders of a batch whose athletes have another name now, or are gone: none passes for current."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.analysis.store import write_json
from aqvision.batch.outdated import NOTE, RECORD, HandedOut
from tests.batch.test_run import do, summary_of, team, tree, write_roster

__all__ = ["team"]
ANNA = [("Anna", "before", "a1.mp4"), ("Anna", "before", "a2.mp4"), ("Anna", "after", "a3.mp4")]
BEN = [("Ben", "before", "b1.mp4"), ("Ben", "after", "b2.mp4")]


def called(name: str, rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [(name, label, clip) for _, label, clip in rows]


def folders(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir() if path.is_dir())


@pytest.fixture
def out(team: Path) -> Path:
    """Hand out the reports of Anna and Ben."""
    do(write_roster(team, [*ANNA, *BEN]))
    return team.parent / "out"


def test_an_athlete_of_another_name_has_one_folder_and_back_again(team: Path, out: Path) -> None:
    before = tree(out)
    told = do(write_roster(team, [*called("Anna Bauer", ANNA), *BEN]))
    assert folders(out) == ["anna-bauer", "ben"]
    assert "Reports of somebody who is called otherwise now: anna → anna-bauer" in told
    assert {row["athlete"] for row in summary_of(out)} == {"Anna Bauer", "Ben"}
    told = do(write_roster(team, [*ANNA, *BEN]))
    assert "anna-bauer → anna" in told
    assert tree(out) == before
    assert "called otherwise" not in do(write_roster(team, [*ANNA, *BEN]))


def test_reports_of_who_is_gone_are_marked_until_they_are_back(team: Path, out: Path) -> None:
    before = tree(out)
    for _again in range(2):
        told = do(write_roster(team, ANNA))
        assert "Not in the roster any more, marked by OUTDATED.txt: ben" in told
        page = (out / "index.html").read_text(encoding="utf-8")
        assert "are not kept up to date: ben." in page
    assert "not kept up to date" in (out / "ben" / NOTE).read_text(encoding="utf-8")
    assert (out / "ben" / "before-1" / "report.html").is_file()
    do(write_roster(team, [*ANNA, *BEN]))
    assert tree(out) == before
    (out / "anna" / "after-1" / "mine.txt").write_text("mine")
    assert "No clip after of Anna" in do(write_roster(team, [*ANNA[:2], *BEN]))
    assert sorted(tree(out / "anna")) == [
        "after-1/mine.txt", "before-1/analysis.json", "before-1/report.html",
        "before-2/analysis.json", "before-2/report.html",
    ]  # fmt: skip


def test_two_who_swap_their_names_swap_their_reports(team: Path, out: Path) -> None:
    first = tree(out)
    (out / "ben" / "notes.txt").write_text("mine")
    told = do(write_roster(team, [*called("Ben", ANNA), *called("Anna", BEN)]))
    assert "OUTDATED" not in told
    assert not list(out.rglob(NOTE))
    assert b'"a2.mp4"' in (out / "ben" / "before-2" / "analysis.json").read_bytes()
    assert b'"b1.mp4"' in (out / "anna" / "before-1" / "analysis.json").read_bytes()
    assert not (out / "anna" / "before-2").exists()
    assert (out / "ben" / "notes.txt").read_text() == "mine"
    (out / "ben" / "notes.txt").unlink()
    do(write_roster(team, [*ANNA, *BEN]))
    assert tree(out) == first


def handed_out(out: Path, **athletes: str) -> Path:
    """Write what a batch leaves for athletes, a clip for each letter."""
    for name, clips in athletes.items():
        for number, clip in enumerate(clips, 1):
            folder = out / name / f"before-{number}"
            folder.mkdir(parents=True)
            write_json(folder / "analysis.json", {"provenance": {"clip_sha256": clip}})
            (folder / "report.html").write_text("a report")
        for file in ("comparison.json", "report.html"):
            (out / name / file).write_text("a comparison")
    HandedOut.begin(out, athletes)
    return out


def test_only_reports_that_one_other_has_again_are_taken_away(tmp_path: Path) -> None:
    out = handed_out(tmp_path, anna="ab", ben="c", cara="d", dora="e")
    (out / "cara" / "before-1" / "mine.mp4").write_text("mine")
    (out / "dora" / "notes.txt").write_text("mine")
    held = tree(out)
    now = {"eva": {"a"}, "fay": {"b"}, "gus": {"c", "f"}, "cara-m": {"d"}, "dora-m": {"e"}}
    found = HandedOut.begin(out, now)
    found.settle(now)
    assert found.moved == {"ben": "gus"}
    assert found.outdated == ("anna", "cara", "dora")
    assert sorted(tree(out).keys() - held.keys()) == [f"{n}/{NOTE}" for n in found.outdated]
    assert {name for name in held.keys() - tree(out).keys() if not name.startswith("ben/")} == set()
    assert not (out / "ben").exists()


@pytest.mark.parametrize("damaged", ["", "{}", "[1]", '{"provenance": null}'])
def test_what_cannot_be_read_any_more_stays_marked(tmp_path: Path, damaged: str) -> None:
    out = handed_out(tmp_path, anna="ab")
    (out / "anna" / "before-2" / "analysis.json").write_text(damaged)
    found = HandedOut.begin(out, ["eva"])
    found.settle({"eva": {"a", "b"}})
    assert (found.moved, found.outdated) == ({}, ("anna",))
    assert (out / "anna" / NOTE).is_file()


def test_the_mark_goes_with_the_return_and_a_stranger_s_stays(tmp_path: Path) -> None:
    out = handed_out(tmp_path, anna="a", ben="b")
    (out / "ben" / NOTE).write_text("mine")
    HandedOut.begin(out, [])
    assert (out / "anna" / NOTE).is_file()
    back = HandedOut.begin(out, ["anna", "ben"])
    for name in ("anna", "ben"):
        back.take_back(name)
    assert not (out / "anna" / NOTE).exists()
    assert (out / "ben" / NOTE).read_text() == "mine"


def test_what_no_batch_handed_out_is_neither_marked_nor_moved(tmp_path: Path) -> None:
    out = handed_out(tmp_path, zoe="z")
    for text in ("", "[]", '{"folders": 3}', '{"folders": ["../zoe", "..", "gone"]}'):
        (out / RECORD).write_text(text)
        found = HandedOut.begin(out, ["anna"])
        found.settle({"anna": {"z"}})
        assert (found.outdated, found.moved) == ((), {})
    assert not list(tmp_path.rglob(NOTE))
    assert (out / "zoe" / "report.html").is_file()
