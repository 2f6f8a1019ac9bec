"""Request -> Visitor: who asks, and which athletes they see, whatever way the server is run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from aqvision.core.wording import _
from aqvision.library.account_records import Role
from aqvision.library.records import Athlete


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whoever asks for a page.

    ``sees`` holds the ids of the athletes whose data they see and change, None for everybody's.
    ``group_ids`` are the groups that a coach adds athletes to. With ``needs_consent`` clips of
    minors are taken in only where consent is recorded.
    """

    role: Role
    name: str = ""
    account_id: str | None = None
    sees: frozenset[str] | None = frozenset()
    group_ids: tuple[str, ...] = ()
    known: bool = True
    needs_consent: bool = True

    def may_see(self, athlete: Athlete | str) -> bool:
        """Tell whether they see and change what is of an athlete.

        Parameters
        ----------
        athlete
            The athlete, or the id.
        """
        athlete_id = athlete if isinstance(athlete, str) else athlete.id
        return self.sees is None or athlete_id in self.sees

    @property
    def is_admin(self) -> bool:
        """Whether they look after the server."""
        return self.known and self.role is Role.ADMIN

    @property
    def is_staff(self) -> bool:
        """Whether they coach: they add athletes, invite them and record consent."""
        return self.known and self.role is not Role.ATHLETE

    @property
    def is_own_account(self) -> bool:
        """Whether they are signed in as an athlete, or for one."""
        return self.account_id is not None and self.role is Role.ATHLETE

    @property
    def signs(self) -> str:
        """What they are called in what they record."""
        return self.name or _("the owner of this computer")

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """What stands at the top of their pages: words, and the page that they lead to."""
        if self.account_id is None:
            return ()
        people = ((_("People"), "/accounts"),) if self.is_admin else ()
        return (*people, (self.name, "/account"))


LAPTOP = Visitor(role=Role.ADMIN, sees=None, needs_consent=False)
"""The one visitor of a laptop, who may do everything."""
STRANGER = Visitor(role=Role.ATHLETE, known=False)
"""Somebody who has not signed in."""

_here: ContextVar[Visitor] = ContextVar("visitor", default=STRANGER)


@contextmanager
def visiting(visitor: Visitor) -> Iterator[None]:
    """Make somebody the visitor of all that is done within; pages ask for it by name.

    Parameters
    ----------
    visitor
        Whoever asks.
    """
    token = _here.set(visitor)
    try:
        yield
    finally:
        _here.reset(token)


def visitor_now() -> Visitor:
    """Give the visitor of the request that is being answered."""
    return _here.get()


def visitor_of(request: Request) -> Visitor:
    """Give the visitor of a request; a stranger where nobody has asked who it is.

    Parameters
    ----------
    request
        Any.

    Returns
    -------
    Visitor
        Whom the gate let in.
    """
    visitor: Visitor = getattr(request.state, "visitor", STRANGER)
    return visitor


async def _here_now(request: Request) -> Visitor:  # a plain function would need a thread
    return visitor_of(request)


VisitorHere = Annotated[Visitor, Depends(_here_now)]
