"""The folder of a batch: written as athletes end, and never over what others put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.batch.kept_effects import KeptEffects
from aqvision.batch.output import BatchFolder, batch_to_dict
from aqvision.batch.run import BatchOutcome
from aqvision.core.errors import LibraryError


def test_the_page_stands_before_anybody_is_done(tmp_path: Path) -> None:
    folder = BatchFolder(tmp_path / "out", "Team")
    written = folder.write(BatchOutcome((), ("Anna",)), KeptEffects(tmp_path))
    assert "Anna" in written.index.read_text(encoding="utf-8")
    assert not written.failed
    assert batch_to_dict(written)["athletes"] == []
    BatchFolder(tmp_path / "out", "Team").refuse_foreign_page()  # it is ours


def test_a_page_that_we_did_not_write_stays(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(LibraryError, match=r"index\.html in .* is not from aqvision"):
        BatchFolder(tmp_path, "Team").refuse_foreign_page()
