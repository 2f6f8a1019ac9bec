"""Clip of a hold -> HoldAnalysis -> folder of results; the same for a rigid pose beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aqvision.analysis.hold import HoldAnalysis, HoldNotes, PosedClip, analyze_hold
from aqvision.analysis.hold_store import HoldRecord, load_hold
from aqvision.analysis.pose_store import find_stored_pose
from aqvision.analysis.shots import in_one_shot, only_in
from aqvision.analysis.store import write_json
from aqvision.analysis.upright import refuse_turned
from aqvision.comparison.holds import (
    HoldComparison,
    compare_holds,
    hold_comparison_to_dict,
)
from aqvision.core.assets import DEFAULT_MODEL, file_sha256, find_model
from aqvision.core.clip import Clip
from aqvision.core.folders import refuse_unwritable, written_whole
from aqvision.core.loading import MEASURING, load_meanwhile
from aqvision.core.provenance import WHO_STAYS, describe_clip, describe_pose_file, meant_by
from aqvision.core.recorded import recorded_on as given_on
from aqvision.core.recorded import refuse_day
from aqvision.core.replacing import refuse_to_replace
from aqvision.core.settings import Settings
from aqvision.core.types import StrPath
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import (
    Progress,
    RawPose,
    SurveyedClip,
    show_nothing,
    survey_clip,
)
from aqvision.pose.io.importing import is_pose_file, read_pose_file
from aqvision.pose.network.runtimes import Device
from aqvision.pose.track.still import choose_still
from aqvision.report.hold_comparison import write_hold_comparison_report
from aqvision.report.hold_folder import write_hold
from aqvision.report.pdf import remove_pdf
from aqvision.video.filmed import find_filming_date
from aqvision.video.reader import Video, open_video
from aqvision.video.repeats import NO_REPEATS
from aqvision.video.timing import find_timing


def hold(  # noqa: PLR0913 - what, into what, and on what
    clip: Clip | StrPath,
    out: StrPath | None = None,
    *,
    rigid: Clip | StrPath | None = None,
    notes: HoldNotes | None = None,
    model: str = DEFAULT_MODEL,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
) -> HoldAnalysis:
    """Measure the clip of an isometric hold, or its pose file (``.trc``), and write a report of it.

    Parameters
    ----------
    clip
        The file, or a ``Clip`` that also says what its owner knows: height, true rate. Ten seconds
        or more, from the side or from the front, the camera on a tripod.
    out
        Folder for report.html, hold.json, hold.csv and pose.npz, made if needed. Points kept there
        are used again. None writes nothing.
    rigid
        A clip of a rigid pose, filmed the same way: it tells the noise of measuring. Without one
        that is estimated.
    notes
        Load, band, and the angles that were to be held.
    model, device, settings, progress
        As for ``analyze``.

    Returns
    -------
    HoldAnalysis
        Sway, drift, answers to knocks and posture, each with its error.

    Raises
    ------
    VideoError, PoseError, CalibrationError, LibraryError
        The clip cannot be measured, nobody holds a posture in it, or the folder not be written;
        nothing is written then.
    """
    settings = settings or Settings()
    folder = None if out is None else Path(out)
    if folder is not None:
        refuse_unwritable(folder)
    clip = _as_clip(clip)
    if folder is not None and clip.path.is_file():
        refuse_to_replace(folder, "hold.json", [file_sha256(clip.path)], ("hold.csv",))
    notes = _with_words(notes or HoldNotes(), clip)
    network = _Network(model, device, settings, progress)
    held, video = network.posed(clip, None if folder is None else folder / "pose.npz")
    still = None
    if rigid is not None:
        still = network.posed(_as_rigid(rigid, held.clip), None)[0]
    day = None if video is None else find_filming_date(held.clip.path)
    analysis = analyze_hold(held, settings, notes=notes, rigid=still, film_day=day)
    return write_hold(analysis, folder, video)


def compare_hold_folders(
    before: Sequence[StrPath],
    after: Sequence[StrPath],
    out: StrPath | None = None,
    *,
    recorded_on: Mapping[Path, dt.date] | None = None,
) -> HoldComparison:
    """Compare the results of holds of an athlete, all of one side with all of the other.

    Parameters
    ----------
    before, after
        Folders that ``hold`` wrote, one or more each.
    out
        Folder for hold_comparison.json and report.html, made if needed. None writes nothing.
    recorded_on
        Days of filming by folder; they go before what is stored there.

    Raises
    ------
    LibraryError
        A folder holds no hold, a hold is given twice, the holds are of two athletes, or the output
        cannot be written.
    CalibrationError
        Nothing can have been filmed on a day that is given.
    """
    folder = None if out is None else Path(out)
    if folder is not None:
        refuse_unwritable(folder)
    old, new = ([_held(Path(one), recorded_on or {}) for one in side] for side in (before, after))
    sha256s = [hold.provenance.clip_sha256 for hold in (*old, *new)]
    refuse_to_replace(folder, "hold_comparison.json", sha256s)
    comparison = compare_holds(old, new)
    if folder is not None:
        with written_whole(folder, remove_pdf) as unfinished:
            write_json(unfinished / "hold_comparison.json", hold_comparison_to_dict(comparison))
            write_hold_comparison_report(comparison, unfinished)
    return comparison


def _held(folder: Path, recorded_on: Mapping[Path, dt.date]) -> HoldRecord:
    """Read a hold, with the day that somebody gives it."""
    day = recorded_on.get(folder)
    refuse_day(day)
    record = load_hold(folder)
    return record if day is None else replace(record, recorded=given_on(day))


def _with_words(notes: HoldNotes, clip: Clip) -> HoldNotes:
    """Add what is known of the clip of load and band, where the notes say nothing of them."""
    return replace(notes, load=notes.load or clip.load, band=notes.band or clip.band)


def _as_clip(clip: Clip | StrPath) -> Clip:
    return clip if isinstance(clip, Clip) else Clip(Path(clip))


def _as_rigid(rigid: Clip | StrPath, hold: Clip) -> Clip:
    """Take a rigid clip as recorded like the hold, unless its own ``Clip`` says otherwise."""
    if isinstance(rigid, Clip):
        return rigid
    return Clip(Path(rigid), capture_fps=hold.capture_fps, blur_faces=hold.blur_faces)


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """What finds points in clips: the network, and how it is asked."""

    model: str
    device: Device
    settings: Settings
    progress: Progress

    def posed(self, clip: Clip, stored: Path | None) -> tuple[PosedClip, Video | None]:
        """Give the points of a clip, from where they are kept if they are, and its video."""
        if is_pose_file(clip.path):
            found = read_pose_file(clip)
            sha256 = file_sha256(clip.path)
            made_by = describe_pose_file(clip.name, sha256, found.markers, self.settings)
            return PosedClip(
                raw=found.raw, clip=found.clip, timing=found.timing, provenance=made_by
            ), None
        find_model(self.model)
        video = open_video(clip.path).only(clip.part)
        timing = find_timing(video, clip)
        made_by = describe_clip(clip, self.model, self.settings, self.device)
        made_by = replace(made_by, athlete_choice=meant_by(clip, WHO_STAYS))
        raw = None if stored is None else find_stored_pose(stored, made_by)
        raw = self._measured(clip, video) if raw is None else raw
        timing = timing.with_copies(raw.repeats)
        return PosedClip(raw=raw, clip=clip, timing=timing, provenance=made_by), video

    def _measured(self, clip: Clip, video: Video) -> RawPose:
        pose = self.settings.pose
        with pose_workers(pose, self.model, device=self.device) as estimator:
            load_meanwhile(*MEASURING)
            found = survey_clip(video, estimator, pose, progress=self.progress, may_be_still=True)
            found, shot = in_one_shot(_without_chance_copies(found), clip)
            survey = found.survey
            number = choose_still(survey.tracks, survey.candidates, clip.choice, video.width_px)
            refuse_turned(survey.tracks[number - 1])
            return only_in(found.measure(number), shot)


def _without_chance_copies(found: SurveyedClip) -> SurveyedClip:
    """Keep frames that look like copies without a pattern: of a still body many do."""
    if found.survey.repeats.regular:
        return found
    return replace(found, survey=replace(found.survey, repeats=NO_REPEATS))
