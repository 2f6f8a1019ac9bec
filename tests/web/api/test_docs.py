"""The examples of docs/api.md run, in their order, against a server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from aqvision.core.assets import find_sample
from tests.support.api_server import api_server

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```shell\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8642"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples call curl")
def test_every_example_runs_from_the_athlete_to_the_report(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    for name in ("before.mp4", "after.mp4"):
        shutil.copyfile(find_sample(name), here / name)
    with api_server(tmp_path) as (address, key):
        (here / "aqvision.key").write_text(key)
        script = "set -eu\n" + "".join(EXAMPLES).replace(ADDRESS, address)
        shell = shutil.which("bash") or "/bin/bash"
        done = subprocess.run(
            [shell, "-c", script],
            cwd=here,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert ADDRESS in PAGE
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("done\n") == 3
    assert '"name":"Anna"' in done.stdout
    assert '"shoes":"spikes"' in done.stdout
    assert json.loads((here / "comparison.json").read_text()) == {}
    assert (here / "report.html").read_text() == "{}"
