"""Everything that a request may need, in one value: the library, its queue, uploads and looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from aqvision.web.previews import Looks
from aqvision.web.uploads import Uploads

if TYPE_CHECKING:
    from aqvision.jobs.queue import Jobs
    from aqvision.library.library import Library


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages stand on."""

    library: Library
    jobs: Jobs
    uploads: Uploads
    looks: Looks


def site_of(request: Request) -> Site:
    """Give the site that a request came to."""
    site: Site = request.app.state.site
    return site


SiteHere = Annotated[Site, Depends(site_of)]
