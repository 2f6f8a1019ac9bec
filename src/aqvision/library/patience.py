"""A question to the library -> its answer, however long the server of the database is away."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError

_SECONDS_BETWEEN_TRIES = 1.0
_logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


def patiently(ask: Callable[[], Answer], meanwhile: Callable[[], None] = lambda: None) -> Answer:
    """Ask again until the server answers; a file, which is there or not, is not waited for.

    Parameters
    ----------
    ask
        Asks, and may be called again after it broke off.
    meanwhile
        Called each second of waiting; what it raises ends the wait.

    Returns
    -------
    Answer
        Of the first call that was answered.
    """
    told = False
    while True:
        try:
            return ask()
        except DBAPIError as error:
            if not is_away(error):
                raise
            if not told:
                _logger.warning("the database does not answer; waiting for it")
                told = True
        meanwhile()
        time.sleep(_SECONDS_BETWEEN_TRIES)


def is_away(error: Exception) -> bool:
    """Tell whether a question went wrong because the server of the database is away.

    Parameters
    ----------
    error
        What was raised.
    """
    if not isinstance(error, DBAPIError):
        return False
    of_server = type(error.orig).__module__.startswith("psycopg")
    return of_server and (error.connection_invalidated or isinstance(error, OperationalError))
