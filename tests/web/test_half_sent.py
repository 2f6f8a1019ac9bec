"""What waits of files that were sent is said on the upload page."""

from __future__ import annotations

from starlette.testclient import TestClient

from aqvision.web.half_sent import half_sent
from aqvision.web.pages import Site
from tests.support.web_site import PART, announce

MIB = 1024 * 1024


def test_half_a_file_and_a_whole_one_are_told_apart(
    site: Site, client: TestClient, athlete_id: str
) -> None:
    for name, sent in (("half.mp4", MIB), ("whole.mp4", 2 * MIB)):
        place = announce(client, athlete_id, 2 * MIB, filename=name).headers["Location"]
        client.patch(place, content=bytes(sent), headers={**PART, "Upload-Offset": "0"})
    announce(client, site.library.add_athlete("Eve").id, 10, filename="eve.mp4")
    waiting = {one.name: one for one in half_sent(site.uploads, athlete_id)}
    assert waiting.keys() == {"half.mp4", "whole.mp4"}
    assert (waiting["half.mp4"].whole, waiting["whole.mp4"].whole) == (False, True)
    assert waiting["half.mp4"].words.startswith("50 % of 2 MB came in. Choose the same file again")
    page = client.get(f"/athletes/{athlete_id}/upload").text
    assert "Half a file waits: half.mp4." in page
    assert "whole.mp4 is here whole." in page
    assert page.count("Throw it away: ") == 2
    assert page.count("Take it in: ") == 1
    assert "eve.mp4" not in page
