"""Ctrl-C ends what is at work, and is remembered."""

from __future__ import annotations

import os
import signal

import pytest

from aqvision.cli.interrupts import noticed_interrupts


def test_ctrl_c_is_remembered_where_it_was_swallowed() -> None:
    usual = signal.getsignal(signal.SIGINT)
    with noticed_interrupts() as interrupted:
        assert not interrupted.is_set()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        assert interrupted.is_set()
    assert signal.getsignal(signal.SIGINT) is usual
