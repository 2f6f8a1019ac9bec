"""Body of a form -> its values, as text and as numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from aqvision.core.errors import AqvisionError

_KIND = "application/x-www-form-urlencoded"
_MAX_FIELDS = 1000


class FormError(AqvisionError):
    """Something was written into a form that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was written into a form."""

    values: dict[str, list[str]]

    def text(self, name: str) -> str:
        """Give a field without the spaces around it; empty where it was left empty."""
        return self.values.get(name, [""])[0].strip()

    def all(self, name: str) -> list[str]:
        """Give all fields of one name."""
        return self.values.get(name, [])

    def number(self, name: str, what: str) -> float | None:
        """Read a number with a decimal point or comma; None where the field was left empty.

        Raises
        ------
        FormError
            It is no number.
        """
        text = self.text(name)
        if not text:
            return None
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise FormError(f"{what} is not a number", "write digits only, for example 120")
        return value


async def read_form(request: Request) -> Form:
    """Read a form of plain fields; files never come this way."""
    if request.headers.get("content-type", "").partition(";")[0] != _KIND:
        raise HTTPException(415, "This is not a form of aqvision.")
    body = await request.body()
    try:
        text = body.decode("utf-8")
        values = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise HTTPException(400, "The form cannot be read.") from None
    return Form(values)


FormHere = Annotated[Form, Depends(read_form)]
