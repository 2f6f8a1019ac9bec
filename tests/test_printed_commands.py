"""Every command that README and docs print runs, in order, in an empty folder.

A reader brings clips and folders of their own; those that each page speaks of are in ``BROUGHT``.
Measuring is stood in for, command lines, files and exit codes are real.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from aqvision.analysis.store import save_analysis
from aqvision.cli.main import main
from aqvision.core.assets import find_sample
from tests.support.seasons import clip, write_hold
from tests.support.stand_ins import measured_as, stand_in

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)

BROUGHT = {
    "README.md": "run.mp4 a.mp4 b.mp4 c.mp4 d.mp4 hold.mp4 season/ blocks.csv "
    "clips/anna_before_1.mp4 clips/anna_after_1.mp4 team/ben_before.mp4 team/ben_after.mp4",
    "cli.md": "run.mp4 monday.mp4 friday.mp4 before.mp4 after.mp4 hold.mp4 rigid.mp4 fri1.mp4 "
    "run70.mp4 run80.mp4 run90.mp4 run100.mp4 mon1/ mon2/ mon3/ mon70/ mon80/ mon90/ mon100/ "
    "fri70/ fri80/ fri90/ fri100/ jan/ feb/ mar/ season/ march/ april/ may/ blocks.csv "
    "team/anna_before_1.mp4 team/anna_after_1.mp4 juniors/ben_before.mp4",
    "deploy.md": "",
    "filming.md": "run.mp4",
    "forty_clips.md": "clips/anna_before_1.mp4 clips/anna_after_1.mp4 clips/ben_before.mp4 "
    "clips/ben_after.mp4",
}
SEASONS = ("season/", "march/", "april/", "may/")
"""Folders of results that say their day."""

HELP_ONLY = {
    "library ladder": "needs a library with a session of three measured runs",
    "library backup": "writes to another disk",
    "library restore": "reads another disk",
    "library move": "needs a PostgreSQL server",
}
"""Commands of which only the help is tried, and why."""

NOT_OURS = (
    r"python3 -m venv \S+", r"\S*pip install \.", r"useradd --system .*", r"sudo -u aqvision .*",
    r"make( [a-z-]+)?", r"\.ci/run",
    r"(AQVISION|AWS)_[A-Z_]+=\S+", r"pg_(dump|restore) .*", r"\S*pip install '\.\[objects\]'",
)  # fmt: skip
"""Lines that start no command of ours: they set up a machine, or run the tests that run this."""


def printed(page: Path) -> Iterator[str]:
    """List the command lines of a page, without their remarks."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            yield re.sub(r"\s+#.*", "", line).strip()


def bring(name: str, folder: Path) -> None:
    """Put there what a reader brings: a clip, a folder of results, or a table."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if name in SEASONS:
        save_analysis(clip(30 * SEASONS.index(name)), path / "run")
        write_hold(path / f"hold-{path.name}", 30 * SEASONS.index(name) + 1)
    elif name.endswith("/"):
        save_analysis(measured_as(path.name), path)
    elif name.endswith(".csv"):
        path.write_text("from,to,what\n2026-03-02,2026-03-20,Sleds\n")
    else:
        shutil.copyfile(find_sample("before.mp4"), path)
        with path.open("ab") as file:  # each a clip of its own
            file.write(b"\0\0\0\x18free" + name.encode().ljust(16)[:16])


def of_ours(line: str) -> list[str] | None:
    """Give the arguments of a command of ours, as a shell would; None where it is none."""
    program, *arguments = shlex.split(re.sub(r"^(\w+=\S+ )+(?=aqvision )", "", line))
    if program != "aqvision" and not program.endswith("/bin/aqvision"):
        return None
    return [path for word in arguments for path in _expanded(word)]


def _expanded(word: str) -> list[str]:
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


def run(arguments: list[str]) -> None:
    known = " ".join(arguments[:2])
    if known in HELP_ONLY:
        arguments = [*arguments[:2], "--help"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, f"aqvision {shlex.join(arguments)}\n{done.output}{done.exception!r}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_printed_command_is_one_of_ours_or_listed(page: Path) -> None:
    for line in printed(page):
        arguments = of_ours(line)
        if arguments is None:
            assert any(re.fullmatch(kind, line) for kind in NOT_OURS), f"{page.name}: {line}"
            continue
        name, command, rest = main.resolve_command(click.Context(main), arguments)
        assert name and command, line
        if isinstance(command, click.Group):
            name, command, rest = command.resolve_command(click.Context(command), rest)
            assert command, line
        command.make_parser(click.Context(command)).parse_args(rest)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(of_ours(line) for line in printed(page))],
    ids=lambda page: page.name,
)
def test_every_printed_command_runs_in_order(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    stand_in(monkeypatch, tmp_path)
    for name in BROUGHT[page.name].split():
        bring(name, here)
    for arguments in filter(None, map(of_ours, printed(page))):
        run(arguments)


def test_what_is_tried_by_hand_is_still_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for target in (line.split()[1:] for line in printed(page) if line.startswith("make ")):
            assert re.search(rf"^{target[0]}:", makefile, re.MULTILINE), target
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    for known in HELP_ONLY:
        assert any(f"aqvision {known}" in line for page in PAGES for line in printed(page)), known
