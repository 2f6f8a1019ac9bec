"""Library -> Accounts: who may use it on a server, and what was done, over the same database."""

from __future__ import annotations

import dataclasses

from aqvision.library.library import Library
from aqvision.library.repositories.accounts import AccountRepository
from aqvision.library.repositories.api_tokens import ApiTokenRepository
from aqvision.library.repositories.groups import GroupRepository
from aqvision.library.repositories.guards import GuardRepository
from aqvision.library.repositories.invitations import InvitationRepository
from aqvision.library.repositories.owners import OwnerRepository
from aqvision.library.repositories.shares import ShareRepository
from aqvision.library.repositories.trail import TrailRepository


@dataclasses.dataclass(frozen=True, slots=True)
class Accounts(
    AccountRepository,
    InvitationRepository,
    GroupRepository,
    GuardRepository,
    TrailRepository,
    ShareRepository,
    OwnerRepository,
    ApiTokenRepository,
):
    """All repositories of people who sign in.

    A value beside the library, not a part of it: the queue, batches and the command line, which
    know one owner alone, cannot reach it.
    """


def accounts_of(library: Library) -> Accounts:
    """Give the accounts of a library that is open.

    Parameters
    ----------
    library
        To be closed by whoever opened it.

    Returns
    -------
    Accounts
        Over the same database.
    """
    return Accounts(library.home, library.engine)
