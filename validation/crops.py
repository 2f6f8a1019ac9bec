"""A clip -> what the fine pass cuts out of each frame, and the region that the network is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from aqvision.pose.detect.boxes import Box, Cutting, cutting
from aqvision.pose.detect.reading import region_pixels
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import survey_clip
from aqvision.pose.network.runtimes import Pixels
from aqvision.pose.track.identity import Guide, guide_to
from aqvision.video.reader import open_video, read_frames
from validation.measuring import SETTINGS


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """What is cut out of a numbered frame, as filmed, and the region in it."""

    index: int
    time_s: float
    cutting: Cutting
    region: Box
    faces_right: bool

    def resized(self, times: float) -> Crop:
        """Give the crop with a region of another size around the same middle."""
        return replace(self, region=Box.square(*self.region.center, times * self.region.size))

    def shown(self) -> Pixels:
        """Give what the network is shown."""
        return region_pixels(self.cutting, self.region, mirrored=self.faces_right)


def find_guide(clip: Path) -> Guide:
    """Survey a clip for its athlete."""
    with pose_workers(SETTINGS.pose, None) as estimator:
        survey = survey_clip(open_video(clip), estimator, SETTINGS.pose).survey
    return guide_to(survey.tracks, 1, SETTINGS.pose.crop_margin_frac)


def read_crops(clip: Path, guide: Guide) -> Iterator[Crop]:
    """Cut a clip; frames without the athlete are left out."""
    for frame in read_frames(open_video(clip)):
        box, region = guide.crop.at(frame.time_s), guide.region.at(frame.time_s)
        if box is not None and region is not None:
            cut = cutting(frame, box)
            kept = replace(cut, inside=np.array(cut.inside))  # not the whole frame with it
            yield Crop(frame.index, frame.time_s, kept, region, guide.faces_right)
