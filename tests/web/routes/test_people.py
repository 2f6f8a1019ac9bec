"""Pages about people: adding, changing and finding again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.library.records import ComparisonKind
from aqvision.web.pages import Site
from aqvision.web.verdicts import verdict_of
from benchmarks.team_library import fill
from tests.support.team_folder import opened_again, queries_of
from tests.support.web_site import filled, submit

PATHS = [
    *(
        f"/athletes/{{}}{page}"
        for page in ("", "/edit", "/delete", "/upload", "/clips", "/progress")
    ),
    *(
        f"/runs/{{}}/{page}"
        for page in ("preview", "report", "report.html", "clip", "people", "delete")
    ),
    "/sessions/{}/delete",
    "/sessions/{}/edit",
    "/comparisons/{}",
]


def test_an_empty_house_says_what_to_do(client: TestClient) -> None:
    page = client.get("/").text
    assert "Nobody is here yet" in page
    assert 'href="/athletes/new"' in page


def test_somebody_is_added_changed_and_found_again(site: Site, client: TestClient) -> None:
    page = submit(client, "/athletes", name=" Ada  Example ", height_cm="178,5", mass_kg="61")
    assert "1.78 m tall, 61 kg" in page or "1.79 m tall, 61 kg" in page
    assert "No clips yet" in page
    (athlete,) = site.library.athletes()
    assert (athlete.name, athlete.height_m, athlete.mass_kg) == ("Ada Example", 1.785, 61)
    form = client.get(f"/athletes/{athlete.id}/edit").text
    assert 'value="178.5"' in form
    page = submit(client, f"/athletes/{athlete.id}/edit", name="Ada E.", height_cm="", mass_kg="")
    assert "Height not known" in page
    assert "Ada E." in client.get("/").text


@pytest.mark.parametrize("height", ["1,78", "1.78 m", "178", "5 ft 10.08", "5'10.08\""])
def test_a_height_is_told_as_people_tell_it(site: Site, client: TestClient, height: str) -> None:
    submit(client, "/athletes", name="Ada", height_cm=height, mass_kg="134.5 lb")
    (athlete,) = site.library.athletes()
    assert athlete.height_m == pytest.approx(1.78, abs=0.0005)
    assert athlete.mass_kg == pytest.approx(61.0, abs=0.01)
    page = client.get(f"/athletes/{athlete.id}/edit").text
    assert "As 178, 1.78 m or 5 ft 10." in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "   ", "name is empty"),
        ("name", "a" * 201, "longer than 200"),
        ("name", "Ada\x1b[2J", "cannot be shown"),
        ("height_cm", "tall", "is no height"),
        ("height_cm", "17.8 cm", "0.178 m cannot be right"),
        ("height_cm", "nan", "is no height"),
        ("height_cm", "1e999", "is no height"),
        ("mass_kg", "heavy", "is no body mass"),
        ("mass_kg", "-5", "is no body mass"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(
    site: Site, client: TestClient, field: str, value: str, said: str
) -> None:
    fields = {"name": "Ada", "height_cm": "178", "mass_kg": "61", field: value}
    answer = client.post("/athletes", data=fields)
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="178"' in answer.text or field == "height_cm"
    assert site.library.athletes() == ()


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 1234*5678 }}", "&lt;b&gt;"],
)
def test_names_are_words_and_nothing_else(site: Site, client: TestClient, name: str) -> None:
    page = submit(client, "/athletes", name=name)
    (athlete,) = site.library.athletes()
    assert athlete.name == name
    paths = ("/", f"/athletes/{athlete.id}/edit", f"/athletes/{athlete.id}/delete")
    for text in (page, *(client.get(path).text for path in paths)):
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "&lt;b&gt;" not in text  # written twice: what was typed is shown
        assert "7006652" not in text


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"name=Ada", "application/json", 415),
        (b"name=Ada", "multipart/form-data; boundary=x", 415),
        (b"name=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(2000)), "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_is_refused(
    site: Site, client: TestClient, content: bytes, kind: str, status: int
) -> None:
    answer = client.post("/athletes", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert site.library.athletes() == ()


def test_the_page_of_an_athlete_shows_all_that_is_known(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, runs = filled(site, tmp_path)
    page = client.get(f"/athletes/{athlete_id}").text
    assert "Before, 4 May 2026 → After, 30 June 2026" in page
    assert "Compare any two sessions" in page
    for run in runs.values():
        assert f"/runs/{run.id}/report" in page
    start = client.get("/").text
    assert "2 sessions" in start
    assert "30 June 2026" in start


def test_no_page_asks_for_each_athlete_or_clip(site: Site, client: TestClient) -> None:
    def asked(path: str) -> int:
        client.get("/filming")
        with queries_of(site.library) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    few = fill(site.library, 2, 3)
    first = [asked(path) for path in ("/", f"/athletes/{few[0]}", "/work", "/?q=1&sort=day")]
    many = fill(site.library, 6, 12)
    second = [asked(path) for path in ("/", f"/athletes/{many[0]}", "/work", "/?q=1&sort=day")]
    assert first == second
    assert max(first) < 40
    again = [asked(path) for path in ("/", f"/athletes/{many[0]}")]
    assert again == [1, 1]  # the count of changes alone


def test_a_page_is_true_after_every_change(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    page = f"/athletes/{athlete_id}"
    assert client.get(page).text == client.get(page).text
    for change, said in (
        (lambda: site.library.update_athlete(athlete_id, name="Eve"), "Eve"),
        (lambda: site.jobs.analyze(runs["before"].id), "Clips are being measured"),
        (lambda: site.library.delete_run(runs["after"].id), "No clips in this session"),
    ):
        assert said not in client.get(page).text
        change()
        assert said in client.get(page).text
    assert "Eve" in client.get("/").text
    site.library.delete_athlete(athlete_id)
    assert client.get(page).status_code == 404
    assert "Nobody is here yet" in client.get("/").text


def test_a_start_page_is_true_after_another_program_changed_what_is_drawn(
    site: Site, client: TestClient
) -> None:
    (athlete_id,) = fill(site.library, 1, 6)
    other = opened_again(site.library)
    for n_dots, change in (
        (3, lambda: None),
        (2, lambda: other.delete_session(other.sessions(athlete_id)[0].id)),
        (2, lambda: other.update_athlete(athlete_id, height_m=1.8)),
        (0, lambda: other.delete_session(other.sessions(athlete_id)[0].id)),
    ):
        change()
        assert client.get("/").text.count("<circle") == n_dots
    other.close()


def test_lists_open_no_results(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, _runs = filled(site, tmp_path)
    shutil.rmtree(site.library.home.results)
    for path in ("/", f"/athletes/{athlete_id}", f"/athletes/{athlete_id}/progress", "/work"):
        assert client.get(path).status_code == 200


def test_the_last_verdict_stands_on_top_and_in_the_table(site: Site, client: TestClient) -> None:
    (athlete_id,) = fill(site.library, 1, 6)
    told = site.library.outlines()[0].told
    assert told is not None
    verdict = verdict_of(told.summary, ComparisonKind.CHANGE)
    assert verdict is not None
    page = client.get(f"/athletes/{athlete_id}").text
    assert f'<p class="headline">{verdict.sentence}</p>' in page
    assert page.index(verdict.sentence) < page.index("Add clips")
    assert f"/comparisons/{told.comparison_id}" in page
    assert page.count('<svg class="course"') == 6
    assert len(page) < 60_000
    start = client.get("/").text
    assert verdict.sentence in start
    assert '<svg class="spark"' in start


@pytest.mark.parametrize(
    ("query", "names"),
    [("", 3), ("zoe", 1), ("<script>", 0), ("x" * 5_000, 0), ("%' OR 1=1", 0)],
)
def test_athletes_are_found_without_a_script(
    site: Site, client: TestClient, query: str, names: int
) -> None:
    for name in ("Ada", "Ben", "Zoë"):
        site.library.add_athlete(name)
    page = client.get("/", params={"q": query, "sort": "verdict"}).text
    assert page.count('<th scope="row">') == names
    assert f"{names} of 3 athletes" in page
    assert "<script>" not in page.replace("<script src", "")
    assert client.get("/", params={"sort": "'; drop table"}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["0" * 32, "..%2f..%2fweb.key", "%00", "x" * 5000])
def test_who_is_not_there_is_said_not_to_be(client: TestClient, path: str, name: str) -> None:
    answer = client.get(path.format(name))
    assert answer.status_code == 404
    assert "That did not work" in answer.text
