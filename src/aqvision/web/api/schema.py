"""Routes of programs -> the OpenAPI document that describes them."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse

from aqvision.core.provenance import package_version
from aqvision.web.api import athletes, clips, comparisons, jobs
from aqvision.web.api.values import PREFIX

_ABOUT = (
    "What the pages of aqvision do, for programs. Every request carries a key from the page "
    "/keys, as `Authorization: Bearer KEY`. Numbers carry their units in their names, times are "
    "UTC. What is refused is answered with `problem` and `hint`."
)

router = APIRouter(prefix=PREFIX)
ROUTERS = (*(subject.router for subject in (athletes, clips, comparisons, jobs)), router)
"""All that programs ask."""


@router.get("/openapi.json", include_in_schema=False)
def describe() -> JSONResponse:
    """Describe all routes for programs, as OpenAPI."""
    return JSONResponse(schema())


@cache
def schema() -> dict[str, Any]:
    """Describe all routes for programs.

    Returns
    -------
    dict
        An OpenAPI document.
    """
    document = get_openapi(
        title="aqvision",
        version=package_version(),
        description=_ABOUT,
        routes=[route for one in ROUTERS for route in one.routes],
    )
    schemes = {"key": {"type": "http", "scheme": "bearer"}}
    document["components"]["securitySchemes"] = schemes
    document["security"] = [{"key": []}]
    for path in document["paths"].values():
        for operation in path.values():
            # what does not fit is refused in the words of all other refusals
            operation["responses"].pop("422", None)
            # what programs send is described by its fields
            operation["description"] = operation["description"].partition("\n\nParameters\n")[0]
    clip = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    sending = document["paths"][f"{PREFIX}/athletes/{{athlete_id}}/clips"]["post"]
    sending["requestBody"] = {"required": True, "content": clip}
    return document
