"""Requests of programs about people and their sessions -> JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from aqvision.web.accounts.seen import group_for_new
from aqvision.web.accounts.visitor import VisitorHere
from aqvision.web.api.values import (
    PREFIX,
    REFUSALS,
    AthleteChanged,
    AthleteSent,
    AthleteShown,
    SessionChanged,
    SessionShown,
)
from aqvision.web.pages import SiteHere
from aqvision.web.removal import remove_athlete, remove_session

router = APIRouter(prefix=PREFIX, tags=["athletes"], responses=REFUSALS)
_Count = Annotated[int, Query(ge=1, le=1000)]
_Offset = Annotated[int, Query(ge=0, le=1_000_000)]
_Search = Annotated[str, Query(max_length=200)]


@router.get("/athletes")
def list_athletes(
    site: SiteHere,
    visitor: VisitorHere,
    q: _Search = "",
    limit: _Count = 100,
    offset: _Offset = 0,
) -> list[AthleteShown]:
    """List whom you see, by name; `q` is a part of the name.

    Parameters
    ----------
    site, visitor, q, limit, offset
        The site asked, who asks, a part of the name, how many at most, and how many are skipped.
    """
    wanted = q.strip().casefold()
    seen = [
        athlete
        for athlete in site.library.athletes()
        if visitor.may_see(athlete) and wanted in athlete.name.casefold()
    ]
    return [AthleteShown.model_validate(one) for one in seen[offset : offset + limit]]


@router.post("/athletes", status_code=201)
def add_athlete(
    sent: AthleteSent, request: Request, site: SiteHere, visitor: VisitorHere
) -> AthleteShown:
    """Add somebody.

    Parameters
    ----------
    sent, request, site, visitor
        Whom, how it was asked, the site, and who asks.
    """
    group_id = group_for_new(visitor)
    athlete = site.library.add_athlete(**sent.model_dump())
    request.state.athlete_id = athlete.id  # for the trail
    if group_id is not None:
        site.accounts.put_into_group(athlete.id, group_id)
    return AthleteShown.model_validate(athlete)


@router.get("/athletes/{athlete_id}")
def get_athlete(athlete_id: str, site: SiteHere) -> AthleteShown:
    """Get somebody.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    return AthleteShown.model_validate(site.library.athlete(athlete_id))


@router.patch("/athletes/{athlete_id}")
def change_athlete(athlete_id: str, sent: AthleteChanged, site: SiteHere) -> AthleteShown:
    """Change what is known of somebody.

    Parameters
    ----------
    athlete_id, sent, site
        Id of the athlete, from the address, what is to be changed, and the site asked.
    """
    known = AthleteChanged.model_validate(site.library.athlete(athlete_id), from_attributes=True)
    values = known.model_dump() | sent.model_dump(exclude_unset=True)
    values["name"] = values["name"] or ""
    return AthleteShown.model_validate(site.library.update_athlete(athlete_id, **values))


@router.delete("/athletes/{athlete_id}", status_code=204)
def delete_athlete(athlete_id: str, site: SiteHere) -> Response:
    """Delete somebody with all clips and results, for good.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    remove_athlete(site, athlete_id)
    return Response(status_code=204)


@router.get("/athletes/{athlete_id}/sessions", tags=["sessions"])
def list_sessions(athlete_id: str, site: SiteHere) -> list[SessionShown]:
    """List the sessions of somebody.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    return [SessionShown.model_validate(one) for one in site.library.sessions(athlete_id)]


@router.get("/sessions/{session_id}", tags=["sessions"])
def get_session(session_id: str, site: SiteHere) -> SessionShown:
    """Get a session.

    Parameters
    ----------
    session_id, site
        Id of the session, from the address, and the site asked.
    """
    return SessionShown.model_validate(site.library.session(session_id))


@router.patch("/sessions/{session_id}", tags=["sessions"])
def change_session(session_id: str, sent: SessionChanged, site: SiteHere) -> SessionShown:
    """Change side, name or day of a session.

    Parameters
    ----------
    session_id, sent, site
        Id of the session, from the address, what is to be changed, and the site asked.
    """
    known, given = site.library.session(session_id), sent.model_fields_set
    changed = site.library.update_session(
        session_id,
        label=sent.label or known.label,
        name=(sent.name or "") if "name" in given else known.name,
        date=sent.date if "date" in given else known.date,
    )
    return SessionShown.model_validate(changed)


@router.delete("/sessions/{session_id}", status_code=204, tags=["sessions"])
def delete_session(session_id: str, site: SiteHere) -> Response:
    """Delete a session with its clips, their results and comparisons with it, for good.

    Parameters
    ----------
    session_id, site
        Id of the session, from the address, and the site asked.
    """
    remove_session(site, session_id)
    return Response(status_code=204)
