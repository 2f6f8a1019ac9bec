"""Reports as PDF: printed by a browser of the machine, the same bytes, or one clear line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.report import pdf
from aqvision.report.pdf import find_browser, remove_pdf, write_pdf

PAGE = """<!doctype html><title>x</title><p>before</p><script>
document.querySelector("p").textContent = "drawn";
addEventListener("beforeprint", () => document.body.append(document.createElement("hr")));
</script><img src="http://example.com/x.png">"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a folder, with a name" / "report.html"
    path.parent.mkdir()
    path.write_text(PAGE)
    return path


def a_browser(folder: Path, script: str) -> Path:
    path = folder / "bin" / "chromium"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "bin"), "/bin"]))
    monkeypatch.setattr(pdf, "_MAC_PLACES", ())
    if any(Path("/bin", name).exists() for name in pdf._NAMES):
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def test_a_page_is_printed_twice_into_the_same_bytes(page: Path) -> None:
    try:
        find_browser()
    except LibraryError:
        pytest.skip("there is no Chromium here: scripts/install_system_packages.sh --browser")
    first = write_pdf(page)
    assert first == page.with_name("report.pdf")
    content = first.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"/CreationDate (D:20000101000000" in content
    assert write_pdf(page).read_bytes() == content
    assert sorted(path.name for path in page.parent.iterdir()) == ["report.html", "report.pdf"]


def test_our_print_goes_with_its_report_and_no_other(page: Path) -> None:
    (page.parent / "report.pdf").write_bytes(b"%PDF-1.4 of somebody else")
    remove_pdf(page.parent)
    assert (page.parent / "report.pdf").exists()
    (page.parent / "report.pdf").write_bytes(b"%PDF-1.4 /CreationDate (D:20000101000000+00)")
    remove_pdf(page.parent)
    assert not (page.parent / "report.pdf").exists()
    remove_pdf(page.parent)


@pytest.mark.usefixtures("nothing_else")
def test_without_a_browser_there_is_a_hint(page: Path) -> None:
    with pytest.raises(LibraryError, match="no Chromium") as told:
        write_pdf(page)
    assert "print it from there" in told.value.hint


@pytest.mark.usefixtures("nothing_else")
def test_a_browser_that_fails_or_hangs_is_told(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = a_browser(tmp_path, "echo no display >&2")
    with pytest.raises(LibraryError, match=r"chromium made no PDF of .*: no display"):
        write_pdf(page)
    monkeypatch.setattr(pdf, "_LIMIT_S", 0.3)
    browser.write_text("#!/bin/sh\n/bin/sleep 60 & echo $! > $0.pid; wait\n")
    with pytest.raises(LibraryError, match="longer than 0 s"):
        write_pdf(page)
    # what it started has ended with it
    child = int(browser.with_name("chromium.pid").read_text())
    assert not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text()
    assert [path.name for path in page.parent.iterdir()] == ["report.html"]


@pytest.mark.usefixtures("nothing_else")
def test_the_browser_reaches_nothing_and_its_sandbox_stays(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_browser(tmp_path, 'printf "%s\\n" "$@" > "$0.told"')
    told = tmp_path / "bin" / "chromium.told"
    for user, sandboxed in ((1000, True), (0, False)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        with pytest.raises(LibraryError):
            write_pdf(page)
        options = told.read_text().splitlines()
        assert ("--no-sandbox" not in options) == sandboxed
        assert "--host-resolver-rules=MAP * ~NOTFOUND" in options
        profile = next(o for o in options if o.startswith("--user-data-dir="))
        assert not Path(profile.partition("=")[2]).exists()
        assert options[-1] == page.as_uri()
    assert [path.name for path in page.parent.iterdir()] == ["report.html"]
