"""Connection of a browser -> the same, closed where a request or its answer gets nowhere.

Whoever opens a connection and says nothing, or a letter a second, would keep it for ever. The head
of a request has to be here within a bound; what is left of a body that nobody reads any more has to
end within another. A body that is read has the bounds of its reader: a form those of
``web.pages``, an upload, which may be slow, those of ``web.routes.uploads``. An answer has to be
taken at some pace: of what waits to be sent, a part within each bound.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 20.0
"""Time for the head of a request, from the opening or from its first byte on."""
REST_S = 20.0
"""Time for a body to end that was answered before it had come in whole."""
ANSWER_S = 120.0
"""Time in which a browser takes ``ANSWER_BYTES`` of an answer, or all that is left of a piece."""
ANSWER_BYTES = 32 * 1024


class PatientProtocol(H11Protocol):
    """HTTP with bounds on how long a request may take to come in."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self._end: asyncio.TimerHandle | None = None
        self._given_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)  # whatever is not taken at once is waited for
        self._end_in(HEAD_S)

    def data_received(self, data: bytes) -> None:
        """Take bytes; those of a head that is not whole do not begin the wait anew."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            if not self._answered():
                self._end_never()
        elif self._end is None and self.timeout_keep_alive_task is None:
            self._end_in(HEAD_S)

    def on_response_complete(self) -> None:
        """Wait for the rest of a body that was not read, but not for long."""
        super().on_response_complete()
        if self._answered():
            self._end_in(REST_S)

    def pause_writing(self) -> None:
        """Begin to wait for a piece of an answer to be taken."""
        super().pause_writing()
        self._give_up_unless_taken()

    def resume_writing(self) -> None:
        """Wait no more: all of it was taken."""
        super().resume_writing()
        self._give_up_never()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._end_never()
        self._give_up_never()
        super().connection_lost(exc)

    def _answered(self) -> bool:
        """Tell whether there is an answer while the body is still coming in."""
        body_comes = self.conn.their_state is h11.SEND_BODY
        return body_comes and self.cycle is not None and self.cycle.response_complete

    def _give_up_unless_taken(self) -> None:
        waits = self.transport.get_write_buffer_size()
        self._given_up = self.loop.call_later(ANSWER_S, self._look, waits)

    def _look(self, waited: int) -> None:
        """Cut the connection where too little was taken: to close it would wait for the rest."""
        if waited - self.transport.get_write_buffer_size() < ANSWER_BYTES:
            self.transport.abort()
        else:
            self._give_up_unless_taken()

    def _give_up_never(self) -> None:
        if self._given_up is not None:
            self._given_up.cancel()
            self._given_up = None

    def _end_in(self, seconds: float) -> None:
        self._end_never()
        self._end = self.loop.call_later(seconds, self.transport.close)

    def _end_never(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None
