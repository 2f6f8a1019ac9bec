"""Clip -> everybody in it: pictures to choose from, or an analysis of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.analysis.shots import in_one_shot, only_in, with_film_told
from aqvision.analysis.upright import survey_upright
from aqvision.core.assets import DEFAULT_MODEL
from aqvision.core.clip import AthleteChoice, Clip
from aqvision.core.errors import PoseError
from aqvision.core.folders import refuse_unwritable
from aqvision.core.loading import MEASURING, load_meanwhile
from aqvision.core.provenance import describe_clip
from aqvision.core.replacing import refuse_other_clip
from aqvision.core.settings import Settings
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import Progress, show_nothing
from aqvision.pose.io.importing import refuse_pose_file
from aqvision.pose.network.runtimes import Device
from aqvision.pose.track.athlete import Candidate, choose_athlete
from aqvision.pose.track.survey import Survey
from aqvision.report.contact_sheet import write_contact_sheet
from aqvision.report.folder import write_results
from aqvision.video.filmed import find_filming_date
from aqvision.video.kept import KeptParts
from aqvision.video.reader import open_video
from aqvision.video.timing import find_timing


def analyze_athletes(
    clip: Clip,
    folder: Path,
    *,
    model: str = DEFAULT_MODEL,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
) -> dict[int, Analysis | PoseError]:
    """Measure everybody in a clip who strides, each into ``folder/athlete-N``.

    Parameters
    ----------
    clip
        What is to be measured.
    folder
        Where their folders go; made if needed.
    model
        Name of the network.
    device
        What the network runs on, ``cpu`` or ``gpu``.
    settings
        Every number that may be set; defaults if left out.
    progress
        Told how far the work has come.

    Returns
    -------
    dict
        By track number, the analysis or why that person could not be measured.

    Raises
    ------
    VideoError, PoseError, CalibrationError, LibraryError
        The clip cannot be measured or the folder not be written, or nobody strides.
    """
    settings = settings or Settings()
    refuse_pose_file(clip.path)
    refuse_unwritable(folder)
    video = open_video(clip.path).only(clip.part)
    timing = find_timing(video, clip)
    results: dict[int, Analysis | PoseError] = {}
    day = find_filming_date(clip.path)
    kept = KeptParts()
    with pose_workers(settings.pose, model, device=device) as estimator:
        load_meanwhile(*MEASURING)
        surveyed = survey_upright(video, estimator, settings.pose, clip, progress=progress)
        surveyed, shot = in_one_shot(surveyed, clip)
        for number in _who_strides(surveyed.survey):
            named = replace(clip, choice=AthleteChoice(track=number))
            made_by = describe_clip(named, model, settings, device)
            place = folder / f"athlete-{number}"
            refuse_other_clip(place, made_by.clip_sha256)
            try:
                raw = only_in(surveyed.measure(number, kept), shot)
                copied = timing.with_copies(raw.repeats)
                analysis = analyze_pose(raw, named, copied, made_by, settings, film_day=day)
                told = with_film_told(analysis, surveyed.video)
                results[number] = write_results(told, place, surveyed.video, kept)
            except PoseError as error:
                results[number] = error
    return results


def _who_strides(survey: Survey) -> list[int]:
    """Give the numbers of all who stride, and of the one who is the athlete in any case."""
    first = choose_athlete(survey.tracks, survey.candidates, AthleteChoice())
    return [c.number for c in survey.candidates if c.strides or c.number == first]


def list_athletes(
    clip: Clip,
    folder: Path,
    *,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
) -> tuple[Candidate, ...]:
    """Find the people in a clip without measuring them; write their pictures, athletes.webp.

    Parameters
    ----------
    clip
        The clip, and what is known of it.
    folder
        Where the pictures go; made if needed.
    device
        What the network runs on, ``cpu`` or ``gpu``.
    settings
        Every number that may be set; defaults if left out.
    progress
        Told how far the work has come.

    Returns
    -------
    tuple of Candidate
        Everybody who was seen, by track number, with how each moves.

    Raises
    ------
    VideoError, PoseError, LibraryError
        The clip cannot be read, holds nobody, or the folder cannot be written.
    """
    refuse_pose_file(clip.path)
    refuse_unwritable(folder)
    video = open_video(clip.path).only(clip.part)
    pose = (settings or Settings()).pose
    with pose_workers(pose, None, device=device) as estimator:
        surveyed = survey_upright(video, estimator, pose, clip, progress=progress)
        survey = in_one_shot(surveyed, clip)[0].survey
    choose_athlete(survey.tracks, survey.candidates, AthleteChoice())
    write_contact_sheet(survey, surveyed.video, folder, blur_faces=clip.blur_faces)
    return survey.candidates
