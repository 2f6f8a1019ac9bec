"""Requests to see clips -> small pictures, films, what is drawn over them, and their players."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import FileResponse, RedirectResponse, Response

from aqvision.core.errors import NotThereError
from aqvision.core.wording import _
from aqvision.library.records import Run, StoredComparison
from aqvision.web.films import FACTS, FILM
from aqvision.web.pages import STATIC, Site, SiteHere, render, render_part, sentences_of
from aqvision.web.presenters import title_of, title_of_comparison

if TYPE_CHECKING:
    from aqvision.report.played_film import FilmFacts

router = APIRouter()
_SIDES = {"before": _("Before"), "after": _("After")}
# No browser is to take a file made of an upload for a page.
_FILE = {"content-security-policy": "sandbox; default-src 'none'"}


@router.get("/runs/{run_id}/thumbnail")
def give_thumbnail(run_id: str, site: SiteHere) -> Response:
    """Give the small picture of a clip, or a plain one until it is there.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    path = site.films.thumbnail(run_id, site.previews)
    if path is None:
        return FileResponse(STATIC / "no-picture.svg", media_type="image/svg+xml", headers=_FILE)
    return FileResponse(path, media_type="image/webp", headers=_FILE)


@router.get("/runs/{run_id}/proxy.mp4")
def give_film(run_id: str, site: SiteHere) -> Response:
    """Give the film of a clip, or the parts of it that are asked for.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    folder = site.films.film(run_id, site.previews).folder
    if folder is None:
        raise _not_ready()
    return FileResponse(folder / FILM, media_type="video/mp4", headers=_FILE)


@router.get("/runs/{run_id}/skeleton.json")
def give_skeleton(run_id: str, site: SiteHere) -> Response:
    """Give what is drawn over the frames of a clip's film.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    from aqvision.report.drawn_over import drawn_over  # slow to load
    from aqvision.report.played_film import FilmFacts

    folder = site.films.film(run_id, site.previews).folder
    if folder is None:
        raise _not_ready()
    film = FilmFacts.from_json((folder / FACTS).read_text(encoding="utf-8"))
    analysis = site.library.analysis_of(run_id)
    result = None if analysis is None else site.library.result_folder(analysis)
    slowness = _slowness(site, run_id, film) if result is None else 1.0  # the result knows it
    drawn = drawn_over(film, result, slowness)
    return Response(
        json.dumps(drawn, allow_nan=False, separators=(",", ":")), media_type="application/json"
    )


def _not_ready() -> NotThereError:
    return NotThereError(
        _("this clip is not ready to be played"), _("open its page to play it and wait there")
    )


def _slowness(site: Site, run_id: str, film: FilmFacts) -> float:
    """Tell how many seconds of the film a second of the recording takes, as far as is known."""
    fps = site.library.run(run_id).options.capture_fps
    if fps is None:
        preview = site.previews.of(run_id).preview
        known = preview.facts if preview else None
        return known.capture_fps / known.fps if known and known.fps else 1.0
    span_s = film.played_s[-1] - film.played_s[0]
    return fps * span_s / (len(film.played_s) - 1) if span_s else 1.0


@router.get("/runs/{run_id}/play")
def play(run_id: str, site: SiteHere) -> Response:
    """Show a clip slowly, frame by frame, with the skeleton, or how far it is from that.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    run = site.library.run(run_id)
    session = site.library.session(run.session_id)
    return render(
        "play.html",
        athlete=site.library.athlete(session.athlete_id),
        run=run,
        session_title=title_of(session),
        measured=site.library.analysis_of(run_id) is not None,
        **_making(site, [run], f"/runs/{run_id}/play"),
    )


@router.get("/runs/{run_id}/play/now")
def show_making(run_id: str, site: SiteHere) -> Response:
    """Show how far a clip is from being played, without the page around it.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    making = _making(site, [site.library.run(run_id)], f"/runs/{run_id}/play")
    return Response(making["part"], media_type="text/html")


@router.post("/runs/{run_id}/play/again")
def make_again(run_id: str, site: SiteHere) -> Response:
    """Make the film of a clip anew, of which none could be made.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    site.library.run(run_id)
    site.films.forget([run_id])
    return RedirectResponse(f"/runs/{run_id}/play", 303)


@router.get("/comparisons/{comparison_id}/play")
def play_side_by_side(
    comparison_id: str, site: SiteHere, earlier: str = "", later: str = ""
) -> Response:
    """Show a clip before beside one after, at the same time from a touchdown on.

    Parameters
    ----------
    comparison_id, earlier, later, site
        Id of the comparison, from the address, ids of the clips that were chosen, if any, and the
        site asked.
    """
    comparison = site.library.comparison(comparison_id)
    sides = _sides(site, comparison)
    pair = [_chosen(side, run_id) for side, run_id in zip(sides, (earlier, later), strict=True)]
    titles = {one.id: title_of(one) for one in site.library.sessions(comparison.athlete_id)}
    address = f"/comparisons/{comparison_id}/play?earlier={pair[0].id}&later={pair[1].id}"
    return render(
        "play_pair.html",
        athlete=site.library.athlete(comparison.athlete_id),
        comparison=comparison,
        title=title_of_comparison(comparison, titles),
        sides=[
            {
                "name": name,
                "words": words,
                "runs": runs,
                "run": one,
                "title": titles[one.session_id],
            }
            for (name, words), runs, one in zip(_SIDES.items(), sides, pair, strict=True)
        ],
        **_making(site, pair, address),
    )


@router.get("/comparisons/{comparison_id}/play/now")
def show_making_of_both(
    comparison_id: str, site: SiteHere, earlier: str = "", later: str = ""
) -> Response:
    """Show how far two clips are from being played, without the page around it.

    Parameters
    ----------
    comparison_id, earlier, later, site
        Id of the comparison and of the clips, from the address, and the site asked.
    """
    sides = _sides(site, site.library.comparison(comparison_id))
    pair = [_chosen(side, run_id) for side, run_id in zip(sides, (earlier, later), strict=True)]
    address = f"/comparisons/{comparison_id}/play?earlier={pair[0].id}&later={pair[1].id}"
    return Response(_making(site, pair, address)["part"], media_type="text/html")


def _sides(site: Site, comparison: StoredComparison) -> list[list[Run]]:
    """List the measured clips of both sides, in the order in which the report takes them."""
    analyses = site.library.sides_of(comparison)
    sides = [[site.library.run(one.run_id) for one in side] for side in analyses]
    if not all(sides):
        raise NotThereError(
            _("there are no two sides to be seen beside each other"),
            _("measure a clip of either session first"),
        )
    return sides


def _chosen(runs: Sequence[Run], run_id: str) -> Run:
    """Give the clip that was chosen; the first where none was, or one that is gone."""
    return next((run for run in runs if run.id == run_id), runs[0])


def _making(site: Site, runs: Sequence[Run], address: str) -> dict[str, Any]:
    """Tell whether films are ready, and fill in the part that says how far they are if not."""
    makings = [(run, site.films.film(run.id, site.previews)) for run in runs]
    ready = all(making.folder for _run, making in makings)
    path, _mark, query = address.partition("?")
    part = render_part(
        "film_making.html",
        rows=[
            {
                "run": run,
                "making": making,
                "problem": sentences_of(making.problem) if making.problem else None,
            }
            for run, making in makings
            if making.folder is None
        ],
        address=address,
        poll=f"{path}/now?{query}" if query else f"{path}/now",
        busy=any(making.folder is None and making.problem is None for _run, making in makings),
        ready=ready,
    )
    return {"ready": ready, "part": Markup(part)}  # noqa: S704 - a template's output
