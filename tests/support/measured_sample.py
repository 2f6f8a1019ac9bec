"""The sample clip with the points that it truly shows, measured in a library without a network."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.core.assets import DEFAULT_MODEL, find_sample
from aqvision.core.clip import Clip
from aqvision.core.provenance import describe_clip
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.library.library import Library
from aqvision.library.records import Run
from aqvision.library.repositories.results import analysis_key
from aqvision.pose.estimate import RawPose
from aqvision.report.folder import write_results
from aqvision.video.reader import open_video, read_frames
from aqvision.video.timing import find_timing
from samples.generator import landmarks_px
from samples.generator.clip import CLIPS
from tests.support.synthetic import STILL

NAME = "before"


def true_analysis(clip: Clip) -> Analysis:
    """Measure the sample by its true points; a job on it takes these points again."""
    video = open_video(clip.path)
    sample = next(one for one in CLIPS if one.name == NAME)
    xy_px = landmarks_px(sample.motion(), sample.camera)
    pose = PoseSequence(
        time_s=np.array([frame.time_s for frame in read_frames(video)]),
        xy_px=xy_px,
        visibility=np.ones(xy_px.shape[:2]),
        width_px=video.width_px,
        height_px=video.height_px,
    )
    made_by = describe_clip(clip, DEFAULT_MODEL, Settings(), "cpu")
    raw = RawPose(sequence=pose, camera=STILL, n_people=1)
    return analyze_pose(raw, clip, find_timing(video, clip), made_by, Settings())


def add_measured_sample(library: Library) -> tuple[Run, Path]:
    """Add the sample to a library as it would be once it is measured; gives its result too."""
    athlete = library.add_athlete("Ada", 1.78)
    session = library.add_session(athlete.id, "before")
    run = library.add_run(session.id, find_sample(f"{NAME}.mp4"))
    clip = library.clip_of(run.id)
    analysis = true_analysis(clip)
    folder = library.home.new_result()
    write_results(analysis, folder)
    key = analysis_key(clip, run.file_sha256, DEFAULT_MODEL, Settings())
    stored = library.add_analysis(run.id, key, folder, analysis.provenance.to_dict())
    return run, library.result_folder(stored)
