"""Things many tests need: video files made on the spot, and perfect poses of a known sprint."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from hypothesis import settings

from aqvision.core.assets import find_sample
from aqvision.core.sequence import PoseSequence
from aqvision.core.types import FloatArray, Image
from aqvision.video.reader import open_video, read_frames
from samples.generator import (
    BEFORE,
    BodyDimensions,
    SideCamera,
    SprintParameters,
    landmarks_px,
    simulate_sprint,
)
from samples.generator.clip import CLIPS

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from aqvision.web.pages import Site
    from tests.support.postgres import PostgresServer
    from tests.support.signed_in import Server, Side

# An example may take as long as a busy machine needs, and a run tries the same ones as the last.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

REAL_DATA = Path(__file__).parents[2] / "shared" / "data" / "real"
PIXEL_FORMATS = {"mjpeg": "yuvj420p", "prores_ks": "yuv422p10le"}
CAMERA_DISTANCE_M = 24.0
SAMPLE_FRAMES = (80, 120)


def pytest_collection() -> None:
    """Let all modules be loaded without looking for what nobody needs any more."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Keep what was loaded out of every later look: it stays to the end."""
    gc.freeze()
    gc.enable()


@dataclass(frozen=True, slots=True, eq=False)
class SampleMoment:
    """One frame of a sample clip: its time, its picture and where the landmarks truly are."""

    time_s: float
    rgb: Image
    xy_px: FloatArray


class MakeVideo(Protocol):
    """Encode pictures (height, width, 3) into a file, by default at a steady rate.

    ``pts`` are whole milliseconds, one a frame, for a rate that varies.
    """

    def __call__(  # noqa: PLR0913 - what a file can differ in
        self,
        path: Path,
        frames: Iterable[Image],
        codec: str = "libx264",
        fps: float = 30.0,
        *,
        pts: Sequence[int] | None = None,
        options: Mapping[str, str] | None = None,
        movflags: str = "",
        tags: Mapping[str, str] | None = None,
        pixel_aspect: Fraction | None = None,
    ) -> Path: ...


class SprintPose(Protocol):
    """Give the points a perfect network would see of a simulated sprint."""

    def __call__(
        self,
        fps: float = 120.0,
        noise_px: float = 0.0,
        direction: str = "right",
        *,
        duration_s: float = 1.65,
        parameters: SprintParameters = BEFORE,
        seed: int = 0,
    ) -> PoseSequence: ...


@pytest.fixture(scope="session")
def make_video() -> MakeVideo:
    """Encode pictures into a video file."""
    return _make_video


@pytest.fixture(scope="session")
def sprint_pose() -> SprintPose:
    """Give perfect points of a sprint that runs through the picture."""
    return _sprint_pose


@pytest.fixture(scope="session")
def sample_moments() -> tuple[SampleMoment, ...]:
    """Give 40 neighbouring frames of the sample clip, with the truth."""
    name = "before"
    path = find_sample(f"{name}.mp4")
    clip = next(clip for clip in CLIPS if clip.name == name)
    xy_px = landmarks_px(clip.motion(), clip.camera)
    return tuple(
        SampleMoment(frame.time_s, frame.rgb, xy_px[frame.index])
        for frame in islice(read_frames(open_video(path)), *SAMPLE_FRAMES)
    )


@pytest.fixture
def real_data() -> Path:
    """Give the folder of recorded clips, or skip."""
    if not REAL_DATA.is_dir():
        pytest.skip("the folder of recorded clips, ../shared/data/real, is not here")
    return REAL_DATA


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Run a PostgreSQL server as long as the tests run, or skip; each test makes its databases."""
    from tests.support.postgres import missing, running_postgres

    if reason := missing():
        pytest.skip(reason)
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def library_template(postgres: PostgresServer) -> str:
    """Make an empty library's tables once, and give the name of their database to copy."""
    from aqvision.library.database import migrate, postgresql_url

    name = "library_template"
    migrate(postgresql_url(postgres.create(name)))
    return name


@pytest.fixture
def postgres_url(postgres: PostgresServer, library_template: str) -> Iterator[str]:
    """Give the address of a database with the tables of an empty library."""
    name = f"library_{uuid.uuid4().hex}"
    yield postgres.create(name, library_template)
    postgres.drop(name)


def _make_video(  # noqa: PLR0913 - what a file can differ in
    path: Path,
    frames: Iterable[Image],
    codec: str = "libx264",
    fps: float = 30.0,
    *,
    pts: Sequence[int] | None = None,
    options: Mapping[str, str] | None = None,
    movflags: str = "",
    tags: Mapping[str, str] | None = None,
    pixel_aspect: Fraction | None = None,
) -> Path:
    rate = Fraction(fps).limit_denominator(1001)
    muxing = {"movflags": movflags} if movflags else {}
    with av.open(str(path), "w", options=muxing) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(codec, rate=rate, options=dict(options or {}))
        assert isinstance(stream, VideoStream)
        context = stream.codec_context
        context.pix_fmt = PIXEL_FORMATS.get(codec, "yuv420p")
        context.thread_count = 1
        context.time_base = Fraction(1, 1000) if pts is not None else 1 / rate
        if pixel_aspect is not None:
            context.sample_aspect_ratio = pixel_aspect
        for number, picture in enumerate(frames):
            if number == 0:
                context.height, context.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number if pts is None else pts[number]
            frame.time_base = context.time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _sprint_pose(
    fps: float = 120.0,
    noise_px: float = 0.0,
    direction: str = "right",
    *,
    duration_s: float = 1.65,
    parameters: SprintParameters = BEFORE,
    seed: int = 0,
) -> PoseSequence:
    time_s = np.arange(round(duration_s * fps)) / fps
    motion = simulate_sprint(parameters, BodyDimensions(), time_s)
    middle_m = parameters.start_x_m + parameters.speed_mps * duration_s / 2
    side = {"right": -1.0, "left": 1.0}[direction]
    camera = SideCamera((middle_m, side * CAMERA_DISTANCE_M, 1.2), 3000.0)
    xy_px = landmarks_px(motion, camera)
    xy_px = xy_px + np.random.default_rng(seed).normal(0.0, noise_px, xy_px.shape)
    visibility = np.ones(xy_px.shape[:2])
    return PoseSequence(
        time_s=time_s,
        xy_px=xy_px,
        visibility=visibility,
        width_px=camera.width_px,
        height_px=camera.height_px,
    )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a small site with nobody in it; its rooms are loaded only where it is asked for."""
    from tests.support.web_site import tiny_site

    return tiny_site(tmp_path)


@pytest.fixture
def client(site: Site) -> TestClient:
    """Give a browser that has been let in."""
    from tests.support.web_site import visitor

    return visitor(site)


@pytest.fixture
def athlete_id(site: Site) -> str:
    """Add an athlete to the site."""
    return site.library.add_athlete("Ada").id


@pytest.fixture
def server(site: Site) -> Server:
    """Give the same site to people who sign in."""
    from tests.support.signed_in import server_of

    return server_of(site)


@pytest.fixture
def sides(server: Server) -> tuple[Side, Side]:
    """Add two groups, each with a coach, and an athlete with clips."""
    from tests.support.signed_in import two_sides

    return two_sides(server.site)
