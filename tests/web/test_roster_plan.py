"""A plan changes those that the visitor may see; what was added meanwhile is not added twice."""

from __future__ import annotations

import pytest

from aqvision.batch.people import read_people
from aqvision.batch.table import Cells
from aqvision.core.errors import LibraryError
from aqvision.sandbox.limits import Limits
from aqvision.web import roster_plan
from aqvision.web.pages import Site
from aqvision.web.roster_plan import carry_out, plan, read_file
from aqvision.web.shown import Shown

PEOPLE = read_people(Cells([(1, ["athlete", "height_m"]), (2, ["Ada", "1.7"])]))


def test_whom_a_visitor_may_not_see_is_not_changed(site: Site) -> None:
    ada = site.library.add_athlete("Ada", 1.8)
    (seen,) = plan(PEOPLE, site.library, Shown())
    assert seen.athlete == ada
    assert seen.changes_height
    assert not seen.does_nothing
    (unseen,) = plan(PEOPLE, site.library, Shown(frozenset()))
    assert unseen.athlete is None
    carry_out([unseen], site.library)
    assert [one.height_m for one in site.library.athletes()] == [1.8, 1.7]


def test_a_plan_is_made_anew_before_it_is_done(site: Site) -> None:
    carry_out(plan(PEOPLE, site.library, Shown()), site.library)
    (again,) = plan(PEOPLE, site.library, Shown())
    assert again.does_nothing
    carry_out([again], site.library)
    assert len(site.library.athletes()) == 1


def test_a_table_that_takes_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_file(b"athlete\nAda\n").entries[0].athlete == "Ada"
    monkeypatch.setattr(roster_plan, "_LIMITS", Limits(memory_mib=512, address_space_mib=16))
    with pytest.raises(LibraryError, match="within the limits"):
        read_file(b"athlete\nAda\n")
