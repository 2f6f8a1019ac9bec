"""Facts of a file -> the Video that stands for it, where no file is read."""

from __future__ import annotations

from pathlib import Path

from aqvision.video.reader import Video


def video_of(
    fps: float,
    n_packets: int = 1000,
    size_px: tuple[int, int] = (1920, 1080),
    tags: dict[str, str] | None = None,
) -> Video:
    """Describe an H.264 file in mp4 that plays at a rate; 0 where it says none."""
    return Video(
        path=Path("run.mp4"),
        demuxer="mov",
        codec="h264",
        width_px=size_px[0],
        height_px=size_px[1],
        n_packets=n_packets,
        fps=fps,
        duration_s=n_packets / fps if fps else 0.0,
        tags=tags or {},
    )
