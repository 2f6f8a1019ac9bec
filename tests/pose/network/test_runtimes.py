"""What runs the network: OpenVINO and LiteRT tell the same, and nothing leaves the machine."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.assets import find_model
from aqvision.core.errors import PoseError
from aqvision.pose.detect.boxes import Box, cutting
from aqvision.pose.detect.reading import region_pixels
from aqvision.pose.network import runtimes
from aqvision.pose.network.heat_maps import read_maps
from aqvision.pose.network.runtimes import INPUT_PX, Pixels, choose_runtime, open_runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import SampleMoment

_SIDE_PX = 330.0


@pytest.fixture(autouse=True)
def chosen_anew() -> Iterator[None]:
    choose_runtime.cache_clear()
    yield
    choose_runtime.cache_clear()


def shown(moment: SampleMoment) -> Pixels:
    x, y = moment.xy_px.mean(axis=0)
    region = Box.square(float(x), float(y), _SIDE_PX)
    return region_pixels(cutting(moment.rgb, region), region, mirrored=True)


@pytest.mark.model
def test_both_runtimes_give_the_same_points_to_a_tenth_of_a_pixel(
    sample_moments: tuple[SampleMoment, ...],
) -> None:
    task = find_model("full")
    one, other = open_runtime("openvino", task), open_runtime("litert", task)
    for moment in sample_moments[5:15:3]:
        pixels = shown(moment)
        first, second = one.ask(pixels), other.ask(pixels)
        apart = read_maps(first).xy - read_maps(second).xy
        assert np.abs(apart).max() * _SIDE_PX < 0.1
        assert first.presence == pytest.approx(second.presence, abs=1e-3)
        assert first.presence > 0.9


@pytest.mark.model
def test_the_same_picture_gives_the_same_bytes(sample_moments: tuple[SampleMoment, ...]) -> None:
    pixels = shown(sample_moments[8])
    answers = [open_runtime("openvino", find_model("full")).ask(pixels) for _ in range(2)]
    assert answers[0].points.tobytes() == answers[1].points.tobytes()
    assert answers[0].maps.tobytes() == answers[1].maps.tobytes()


@pytest.mark.model
def test_nobody_is_present_in_an_empty_picture() -> None:
    empty = np.full((INPUT_PX, INPUT_PX, 3), 120, np.uint8)
    assert open_runtime("openvino", find_model("full")).ask(empty).presence < 0.4


def test_litert_serves_where_openvino_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert choose_runtime() == "litert"


def test_openvino_is_preferred() -> None:
    assert choose_runtime() == "openvino"


def test_without_any_there_is_one_line_and_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("openvino", "ai_edge_litert"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(PoseError, match="nothing can run the pose network") as caught:
        choose_runtime()
    assert "doctor" in caught.value.hint


def test_only_the_cpu_for_litert(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtimes, "_weights", lambda _: b"")
    with pytest.raises(PoseError, match="CPU only"):
        open_runtime("litert", find_model("full"), "gpu")


@pytest.mark.model
def test_nothing_is_sent_and_what_could_send_is_not_loaded() -> None:
    """OpenVINO comes with a package that can report usage; any attempt to connect would fail here.

    A process of its own, as another test may have loaded more.
    """
    program = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise AssertionError('a connection was tried')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "import numpy as np\n"
        "from aqvision.core.assets import find_model\n"
        "from aqvision.pose.network.runtimes import open_runtime\n"
        "network = open_runtime('openvino', find_model('full'))\n"
        "network.ask(np.zeros((256, 256, 3), np.uint8))\n"
        "print([m for m in sys.modules if 'telemetry' in m])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert run.stdout == "[]\n", run.stderr
