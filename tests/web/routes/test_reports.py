"""Reports are shown in a sandbox: their scripts reach nothing of the pages around them."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from aqvision.analysis.store import save_analysis, write_json
from aqvision.comparison.store import comparison_to_dict
from aqvision.web.pages import Site
from tests.support.comparisons import three_days_a_side
from tests.support.synthetic import Run, analysis_of
from tests.support.web_site import filled


def test_reports_come_in_a_sandbox(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    (comparison,) = site.library.comparisons(athlete_id)
    for path in (
        f"/runs/{runs['before'].id}/report.html",
        f"/comparisons/{comparison.id}/report.html",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        policy = answer.headers["content-security-policy"].split("; ")
        assert {"sandbox allow-scripts", "default-src 'none'", "frame-ancestors 'self'"} <= {
            *policy
        }
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_the_page_around_names_the_way_back(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    (comparison,) = site.library.comparisons(athlete_id)
    page = client.get(f"/comparisons/{comparison.id}").text
    assert f'href="/athletes/{athlete_id}"' in page
    assert 'sandbox="allow-scripts"' in page
    assert f'src="/comparisons/{comparison.id}/report.html"' in page
    assert "Ada, Before, 4 May 2026 → After, 30 June 2026.html" in page
    assert 'sandbox="allow-scripts"' in client.get(f"/runs/{runs['after'].id}/report").text


def test_what_is_not_measured_has_no_report(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    session = site.library.add_session(athlete_id, "mid")
    clip = site.library.clip_of(runs["before"].id).path
    run = site.library.add_run(session.id, clip)
    answer = client.get(f"/runs/{run.id}/report.html")
    assert answer.status_code == 404
    assert "not measured yet" in answer.text
    comparison = site.library.add_comparison(session.id, runs["after"].session_id)
    assert "not compared yet" in client.get(f"/comparisons/{comparison.id}/report.html").text
    for page in (f"/runs/{run.id}/report", f"/comparisons/{comparison.id}"):
        assert client.get(page).status_code == 404  # not a page around nothing


def test_results_are_given_as_spreadsheet_and_c3d(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    runs = filled(site, tmp_path)[1]
    run = runs["before"]
    analysis = site.library.analysis_of(run.id)
    assert analysis is not None
    folder = site.library.result_folder(analysis)
    save_analysis(analysis_of(Run(noise_px=1.0)), folder)
    before = sorted(path.name for path in folder.iterdir())
    page = client.get(f"/runs/{run.id}/report").text
    for kind, magic in (("xlsx", b"PK"), ("c3d", b"\x02P")):
        assert f'href="/runs/{run.id}/export/{kind}"' in page
        answer = client.get(f"/runs/{run.id}/export/{kind}")
        assert answer.status_code == 200
        assert answer.content.startswith(magic)
        named = answer.headers["content-disposition"]
        assert named.startswith("attachment")
        assert named.endswith(f'.{kind}"')
        assert "sandbox" in answer.headers["content-security-policy"]
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_comparison_is_given_as_a_spreadsheet_and_nothing_else(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, _ = filled(site, tmp_path)
    (comparison,) = site.library.comparisons(athlete_id)
    folder = site.library.result_folder(comparison)
    (folder / "analysis.json").unlink()
    write_json(folder / "comparison.json", comparison_to_dict(three_days_a_side()))
    page = client.get(f"/comparisons/{comparison.id}").text
    assert f'href="/comparisons/{comparison.id}/export/xlsx"' in page
    assert "export/c3d" not in page
    answer = client.get(f"/comparisons/{comparison.id}/export/xlsx")
    assert answer.content.startswith(b"PK")
    for kind, status in (("c3d", 400), ("ods", 404)):  # of clips alone, and none at all
        answer = client.get(f"/comparisons/{comparison.id}/export/{kind}")
        assert answer.status_code == status
