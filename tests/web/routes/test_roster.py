"""A whole team is added from a table: shown first, then done, or each mistake named."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import Workbook
from starlette.testclient import TestClient

from aqvision.web.auth import MAX_TABLE_BYTES
from aqvision.web.pages import Site
from tests.support.web_site import submit

TABLE = """athlete;height_m;mass_kg;label;date;clip
Ada <b>;1,78;61;before;2026-03-02;a.mp4
Ada <b>;;;after;01.05.2026;b.mp4
Ben;178 cm;;;;
"""


def send(client: TestClient, content: bytes | str) -> tuple[int, str]:
    data = content.encode() if isinstance(content, str) else content
    answer = client.post("/roster", files={"roster": ("team.csv", data)})
    return answer.status_code, answer.text


def confirm(client: TestClient, page: str) -> str:
    found = re.search('name="key" value="([^"]+)"', page)
    assert found
    return submit(client, "/roster/add", key=found[1])


def test_a_team_is_shown_first_and_then_added(site: Site, client: TestClient) -> None:
    assert "Add a whole team from a table" in client.get("/").text
    assert client.get("/roster").status_code == 200
    status, page = send(client, TABLE)
    assert status == 200
    assert "2 athletes would be added" in page
    assert "Ada &lt;b&gt;" in page
    assert "Session: Before, 2 March 2026" in page
    assert "Not used here:</b> clip." in page
    assert site.library.athletes() == ()
    assert "Ada &lt;b&gt;" in confirm(client, page)
    ada, ben = site.library.athletes()
    assert (ada.name, ada.height_m, ada.mass_kg) == ("Ada <b>", 1.78, 61.0)
    assert (ben.height_m, ben.mass_kg) == (1.78, None)
    assert [(one.label, str(one.date)) for one in site.library.sessions(ada.id)] == [
        ("before", "2026-03-02"),
        ("after", "2026-05-01"),
    ]


def test_the_same_table_again_adds_nothing(site: Site, client: TestClient) -> None:
    confirm(client, send(client, TABLE)[1])
    status, page = send(client, TABLE)
    assert status == 200
    assert "2 are here already" in page
    assert "Add them" not in page
    ben = site.library.athletes()[1]
    _status, page = send(client, "athlete,height_m,mass_kg\nBen,1.80,75\n")
    assert "1.80 m tall instead of 1.78 m" in page
    confirm(client, page)
    changed = site.library.athlete(ben.id)
    assert (changed.height_m, changed.mass_kg) == (1.8, 75.0)
    assert len(site.library.athletes()) == 2


def test_a_workbook_will_do(site: Site, client: TestClient) -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Our team"],
        ["Athlete", "Height m"],
        ["Ada", 1.7],
        ["=1+1", 1.8],
        ["Ben", "175 cm"],
    ):
        sheet.append(row)
    sheet["A4"].data_type = "s"
    book.save(out)
    status, page = send(client, out.getvalue())
    assert status == 200
    confirm(client, page)
    assert [one.name for one in site.library.athletes()] == ["=1+1", "Ada", "Ben"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("athlete,height_m\nAda,17.8\n,1.7\n", ["Row 2, height_m", "Row 3, athlete"]),
        ("athlete,heigt_m\nAda,1.7\n", ["did you mean height_m?"]),
        ("name\nAda\n", ["athlete", "the column is missing"]),
        ("athlete,date\nAda,2026-03-02\n", ["a session needs a side"]),
        ("athlete,label\nAda,bfore\n", ["did you mean before?"]),
        ("athlete,height_m\nAda,1.7\nAda,1.8\n", ["Row 3, height_m", "contradicts"]),
        ("athlete\nAda\nada\n", ["write a name the same in every row"]),
        ("", ["No file is chosen"]),
        ("\n\n", ["the roster is empty"]),
        (b"\xff\xfe\x00", ["roster"]),
        (b"PK\x03\x04 broken", ["workbook is damaged"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ["old kind"]),
        ("athlete\n" + "\n".join(f"A{n}" for n in range(5_002)), ["more than 5,000"]),
    ],
)
def test_each_mistake_is_named_and_nothing_is_added(
    site: Site, client: TestClient, content: bytes | str, said: list[str]
) -> None:
    status, page = send(client, content)
    assert status == 400
    assert [text for text in said if text not in page] == []
    assert "Add them" not in page
    assert site.library.athletes() == ()


def bomb(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("xl/worksheets/sheet1.xml", b"0" * 40_000_000, "larger than a roster can be"),
        ("xl/worksheets/sheet1.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "is damaged"),
        ("xl/media/image.png", b"0" * 1_000_000, "is damaged"),
    ],
)
def test_workbooks_that_are_made_to_do_harm_do_none(
    site: Site, client: TestClient, name: str, content: bytes, said: str
) -> None:
    status, page = send(client, bomb(name, content))
    assert status == 400
    assert said in page


def test_what_is_too_large_or_no_form_is_refused(site: Site, client: TestClient) -> None:
    assert send(client, b"a" * (MAX_TABLE_BYTES + 1))[0] == 413
    for kind in ("text/csv", "multipart/form-data", "multipart/form-data; boundary=\x01"):
        answer = client.post("/roster", content=b"athlete", headers={"Content-Type": kind})
        assert answer.status_code == 415
    other = client.post("/roster", files={"other": ("a.csv", b"athlete\nAda")})
    assert other.status_code == 400
    assert client.post("/athletes", data={"name": "a" * 70_000}).status_code == 413


def test_a_table_that_was_confirmed_is_gone(site: Site, client: TestClient) -> None:
    page = send(client, TABLE)[1]
    confirm(client, page)
    again = client.post("/roster/add", data={"key": re.findall('name="key" value="([^"]+)"', page)})
    assert again.status_code == 400
    assert "no longer here" in again.text
    assert client.post("/roster/add", data={"key": ""}).status_code == 400


def test_two_of_one_name_are_not_mixed_up(site: Site, client: TestClient) -> None:
    for _ in range(2):
        site.library.add_athlete("Ben")
    status, page = send(client, TABLE)
    assert status == 400
    assert "2 athletes with the name Ben" in page
