"""Command line -> samples/: render the clips and write their truth."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2

from samples.generator.clip import ALL_CLIPS, AnyClip, write_video
from samples.generator.files import write_ladder_truth, write_roster, write_truth
from samples.generator.readme import write_readme


def make_sample(folder: Path, clip: AnyClip, with_video: bool) -> str:
    """Write one clip's files and say what was done."""
    start_s = time.perf_counter()
    cv2.setNumThreads(1)
    write_truth(folder, clip)
    if with_video:
        write_video(folder / f"{clip.name}.mp4", clip)
    return f"{clip.name}: {clip.n_frames} frames in {time.perf_counter() - start_s:.0f} s"


def main() -> None:
    """Parse the command line and render clips side by side, the longest first."""
    parser = argparse.ArgumentParser(prog="python -m samples.generator", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1], help="folder")
    names = [clip.name for clip in ALL_CLIPS]
    parser.add_argument("--only", choices=names, nargs="+", default=names, metavar="NAME")
    parser.add_argument("--no-video", action="store_true", help="write the truth files only")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    chosen = [clip for clip in ALL_CLIPS if clip.name in options.only]
    clips = sorted(chosen, key=lambda clip: clip.n_frames, reverse=True)
    with ProcessPoolExecutor(max_workers=min(len(clips), os.cpu_count() or 1)) as pool:
        jobs = [pool.submit(make_sample, options.out, clip, not options.no_video) for clip in clips]
        for job in jobs:
            sys.stderr.write(job.result() + "\n")
    write_roster(options.out)
    write_ladder_truth(options.out)
    write_readme(options.out)


if __name__ == "__main__":
    main()
