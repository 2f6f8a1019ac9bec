"""Pages that play clips: pictures, films in parts, what is drawn, and what is said without one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from aqvision.core.errors import VideoError
from aqvision.web.shelf import Making
from tests.support.measured_samples import add_measured, add_pair
from tests.support.shelves import FILM_BYTES, frames_of, made_film, with_films
from tests.support.team_folder import small_video
from tests.support.web_site import filled, left_behind, submit, visitor

if TYPE_CHECKING:
    from aqvision.web.pages import Site
    from tests.support.web_site import StillPreviews

STRICT = "sandbox; default-src 'none'"
MAKING = Making(progress=0.25, words="making it ready to play")
REFUSED = Making(problem=VideoError("clip.mp4 is damaged", "copy it from the camera again"))


def clip_in(site: Site, folder: Path, name: str = "clip.mp4") -> str:
    athlete = site.library.add_athlete("Ada")
    session = site.library.add_session(athlete.id, "before")
    return site.library.add_run(session.id, small_video(folder / name, name.encode())).id


def test_a_small_picture_or_a_plain_one_until_it_is_there(site: Site, tmp_path: Path) -> None:
    run_id = clip_in(site, tmp_path)
    client = visitor(with_films(site, MAKING)[0])
    plain = client.get(f"/runs/{run_id}/thumbnail")
    assert (plain.status_code, plain.headers["content-type"]) == (200, "image/svg+xml")
    (tmp_path / f"{run_id}.webp").write_bytes(b"RIFF of the preview")
    seen = client.get(f"/runs/{run_id}/thumbnail")
    assert (seen.content, seen.headers["content-type"]) == (b"RIFF of the preview", "image/webp")
    for answer in (plain, seen):
        assert answer.headers["content-security-policy"] == STRICT
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        (None, 200, slice(None)),
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-10", 206, slice(-10, None)),
        ("bytes=0-99999999999999999999", 206, slice(None)),
        ("bytes=10240-", 416, None),
        ("bytes=99999999999999999999-", 416, None),
        ("bytes=5-2", 400, None),
        (f"bytes={'9' * 6000}-", 400, None),
        ("lines=0-10", 400, None),
        ("bytes", 400, None),
        ("bytes=" + ",".join("0-9" for _ in range(500)), 200, slice(None)),
    ],
)
def test_a_film_is_given_in_parts(
    site: Site, tmp_path: Path, asked: str | None, status: int, part: slice | None
) -> None:
    run_id = clip_in(site, tmp_path)
    client = visitor(with_films(site, made_film(tmp_path / "film"))[0])
    answer = client.get(f"/runs/{run_id}/proxy.mp4", headers={"Range": asked} if asked else {})
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    if part is not None:
        assert answer.content == FILM_BYTES[part]
        assert answer.headers["content-type"] == "video/mp4"
        assert answer.headers["content-security-policy"] == STRICT


def test_several_parts_come_at_once_and_never_more_than_the_film(
    site: Site, tmp_path: Path
) -> None:
    run_id = clip_in(site, tmp_path)
    client = visitor(with_films(site, made_film(tmp_path / "film"))[0])
    overlapping = "bytes=" + ",".join(f"{n}-" for n in range(90))
    answer = client.get(f"/runs/{run_id}/proxy.mp4", headers={"Range": overlapping})
    assert answer.status_code == 206
    assert len(answer.content) <= len(FILM_BYTES)
    two = client.get(f"/runs/{run_id}/proxy.mp4", headers={"Range": "bytes=0-1,5-6"})
    assert two.headers["content-type"].startswith("multipart/byteranges")
    assert b"bytes 5-6/10240" in two.content


@pytest.mark.parametrize("making", [MAKING, REFUSED])
@pytest.mark.parametrize("what", ["proxy.mp4", "skeleton.json"])
def test_what_is_not_ready_is_said_in_a_sentence(
    site: Site, tmp_path: Path, making: Making, what: str
) -> None:
    run_id = clip_in(site, tmp_path)
    answer = visitor(with_films(site, making)[0]).get(f"/runs/{run_id}/{what}")
    assert answer.status_code == 404
    assert "This clip is not ready to be played" in answer.text


def test_the_skeleton_of_a_clip_that_was_measured_and_of_one_that_was_not(
    site: Site, tmp_path: Path
) -> None:
    athlete = site.library.add_athlete("Ada")
    run = add_measured(site.library, site.library.add_session(athlete.id, "before").id)
    client = visitor(with_films(site, made_film(tmp_path / "film", 199, 120.0))[0])
    answer = client.get(f"/runs/{run.id}/skeleton.json")
    assert answer.headers["content-type"] == "application/json"
    drawn = answer.json()
    assert len(drawn["points"]) == len(drawn["time_s"]) == 199
    assert len(drawn["contacts"]) >= 6
    assert {one["side"] for one in drawn["contacts"]} == {"left", "right"}
    # what was measured need not be looked at again
    assert cast("StillPreviews", site.previews).asked == []
    other = client.get(f"/runs/{clip_in(site, tmp_path)}/skeleton.json")
    assert frames_of(other.text) == 199
    assert other.json()["contacts"] == []


def test_slow_motion_that_was_not_measured_counts_real_seconds_where_the_rate_is_known(
    site: Site, tmp_path: Path
) -> None:
    run_id = clip_in(site, tmp_path)
    known = site.library.run(run_id).options
    client = visitor(with_films(site, made_film(tmp_path / "film", 31, 30.0))[0])
    assert client.get(f"/runs/{run_id}/skeleton.json").json()["time_s"][-1] == pytest.approx(1.0)
    known = type(known)(capture_fps=240.0)
    site.library.update_run(run_id, known)
    assert client.get(f"/runs/{run_id}/skeleton.json").json()["time_s"][-1] == pytest.approx(0.125)


def test_the_page_waits_then_plays(site: Site, tmp_path: Path) -> None:
    run_id = clip_in(site, tmp_path)
    waiting, _, _ = with_films(site, MAKING)
    page = visitor(waiting).get(f"/runs/{run_id}/play").text
    assert f'data-poll="/runs/{run_id}/play/now"' in page
    assert "making it ready to play, 25 %" in page
    assert "player.css" in page
    ready = visitor(with_films(site, made_film(tmp_path / "film"))[0])
    assert f'data-next="/runs/{run_id}/play"' in ready.get(f"/runs/{run_id}/play/now").text
    page = ready.get(f"/runs/{run_id}/play").text
    assert f'<video src="/runs/{run_id}/proxy.mp4"' in page
    assert 'src="/static/play.js"' in page
    assert "drawn once the clip is measured" in page


def test_a_film_that_cannot_be_made_is_said_and_may_be_tried_again(
    site: Site, tmp_path: Path
) -> None:
    run_id = clip_in(site, tmp_path)
    refusing, films, _ = with_films(site, REFUSED)
    client = visitor(refusing)
    page = client.get(f"/runs/{run_id}/play")
    assert page.status_code == 200
    assert "clip.mp4 cannot be played here." in page.text
    assert "Clip.mp4 is damaged." in page.text or "clip.mp4 is damaged." in page.text
    assert "Copy it from the camera again." in page.text
    assert f"/runs/{run_id}/clip" in page.text
    assert "data-poll" not in page.text
    assert "cannot be played here" in submit(client, f"/runs/{run_id}/play/again")
    assert films.forgotten == [run_id]


def test_a_pair_is_that_of_the_report_or_the_one_that_was_chosen(
    site: Site, tmp_path: Path
) -> None:
    athlete = site.library.add_athlete("Ada")
    before, after, comparison = add_pair(site.library, athlete.id)
    second = add_measured(site.library, after.session_id, "before")
    client = visitor(with_films(site, made_film(tmp_path / "film"))[0])
    address = f"/comparisons/{comparison.id}/play"

    def played(page: str) -> list[str]:
        return re.findall(r'<video src="/runs/(\w+)/proxy', page)

    assert played(client.get(address).text) == [before.id, after.id]
    other = client.get(address, params={"earlier": before.id, "later": second.id}).text
    assert played(other) == [before.id, second.id]
    assert f'<option value="{second.id}" selected>' in other
    # clips of somebody else, or of nobody, are not shown
    stranger = clip_in(site, tmp_path, "stranger.mp4")
    for wrong in (stranger, "nobody", "../../etc/passwd", '"><script>'):
        page = client.get(address, params={"before": wrong, "after": wrong})
        assert played(page.text) == [before.id, after.id]
        assert wrong not in page.text


def test_both_films_of_a_pair_are_waited_for(site: Site, tmp_path: Path) -> None:
    _athlete_id, runs = filled(site, tmp_path)
    (comparison,) = site.library.comparisons(_athlete_id)
    waiting = visitor(with_films(site, MAKING)[0])
    page = waiting.get(f"/comparisons/{comparison.id}/play").text
    pair = f"earlier={runs['before'].id}&amp;later={runs['after'].id}"
    assert f'data-poll="/comparisons/{comparison.id}/play/now?{pair}"' in page
    assert page.count("<progress") == 2
    ready = visitor(with_films(site, made_film(tmp_path / "film"))[0])
    part = ready.get(f"/comparisons/{comparison.id}/play/now").text
    assert f'data-next="/comparisons/{comparison.id}/play?{pair}"' in part


def test_a_comparison_of_one_side_is_refused_in_a_sentence(site: Site, tmp_path: Path) -> None:
    _athlete_id, runs = filled(site, tmp_path)
    ladder = site.library.add_ladder(runs["after"].session_id)
    client = visitor(with_films(site, MAKING)[0])
    answer = client.get(f"/comparisons/{ladder.id}/play")
    assert answer.status_code == 404
    assert "There are no two sides to be seen beside each other." in answer.text


@pytest.mark.parametrize("wrong", ["nobody", "0" * 32, "..%2f..%2fetc", "%00", "a" * 500, "é"])
@pytest.mark.parametrize(
    "path",
    [
        "runs/{}/thumbnail",
        "runs/{}/proxy.mp4",
        "runs/{}/skeleton.json",
        "runs/{}/play",
        "runs/{}/play/now",
        "comparisons/{}/play",
        "comparisons/{}/play/now",
    ],
)
def test_of_nobody_there_is_nothing(site: Site, path: str, wrong: str) -> None:
    assert visitor(site).get(f"/{path.format(wrong)}").status_code == 404


def test_lists_and_reports_lead_to_the_players(site: Site, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    (comparison,) = site.library.comparisons(athlete_id)
    client = visitor(with_films(site, MAKING)[0])
    page = client.get(f"/athletes/{athlete_id}").text
    for run in runs.values():
        picture = re.search(rf'<img [^>]*src="/runs/{run.id}/thumbnail"[^>]*>', page)
        assert picture is not None
        for said in ('loading="lazy"', 'width="96"', 'height="72"', "alt="):
            assert said in picture.group()
        assert f'href="/runs/{run.id}/play"' in page
        assert f'href="/runs/{run.id}/play"' in client.get(f"/runs/{run.id}/report").text
    side_by_side = f'href="/comparisons/{comparison.id}/play"'
    assert side_by_side in page
    assert side_by_side in client.get(f"/comparisons/{comparison.id}").text


def test_the_card_of_a_clip_shows_its_picture_once_it_was_looked_at(
    site: Site, tmp_path: Path
) -> None:
    run_id = clip_in(site, tmp_path)
    (athlete,) = site.library.athletes()
    client = visitor(with_films(site, MAKING)[0])
    page = client.get(f"/athletes/{athlete.id}/clips").text
    # a page that is exchanged piece by piece would go on showing what stood in for the picture
    assert f"/runs/{run_id}/thumbnail" not in page
    assert '<span class="thumb">' in page


@pytest.mark.parametrize("what", ["runs", "sessions", "athletes"])
def test_what_is_deleted_takes_films_and_pictures_along(
    site: Site, tmp_path: Path, what: str
) -> None:
    run_id = clip_in(site, tmp_path)
    (athlete,) = site.library.athletes()
    ids = {
        "runs": run_id,
        "sessions": site.library.run(run_id).session_id,
        "athletes": athlete.id,
    }
    for folder, file in (("films", "film.mp4"), ("thumbnails", "thumbnail.webp")):
        there = site.library.home.folder / folder / run_id
        there.mkdir(parents=True)
        (there / file).write_bytes(b"something")
    assert len(left_behind(site)) == 3
    assert visitor(site).post(f"/{what}/{ids[what]}/delete").status_code == 303
    assert left_behind(site) == []
