"""Rows that cannot all be right are named, each where it can be mended."""

from __future__ import annotations

from pathlib import Path

from tests.support.rosters import mistakes_of, said


def test_two_athletes_share_a_film_in_a_shot_each(folder: Path) -> None:
    head = "athlete,label,clip,shot"
    assert mistakes_of(folder, head, "A,before,1.mp4,1", "B,before,1.mp4,2") == []
    assert mistakes_of(folder, head, "A,before,1.mp4,1", "B,before,1.mp4,1") == [(3, "clip")]
    assert mistakes_of(folder, head, "A,before,1.mp4,1", "A,before,1.mp4,2") == [(3, "clip")]


def test_runs_of_a_ladder_share_their_session_with_no_other_run(folder: Path) -> None:
    head = "athlete,label,clip,session,date,kind"
    ladder = "A,after,1.mp4,a,2026-03-14,ladder"
    assert mistakes_of(folder, head, ladder, "A,after,2.mp4,a,2026-03-14,run") == [(3, "kind")]
    told = said(folder, head, ladder, "A,after,2.mp4,a,2026-03-14,run")
    assert "the clip is a run, that of row 2 a ladder of the same session" in told
    assert mistakes_of(folder, head, ladder, "A,after,2.mp4,b,2026-03-14,run") == []
    assert mistakes_of(folder, head, ladder, "A,after,2.mp4,a,2026-03-14,hold") == []
