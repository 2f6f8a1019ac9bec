"""A server with accounts: two groups with a coach and an athlete each, and an admin."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from aqvision.library.account_records import Account, Role
from aqvision.web.accounts.passwords import Passwords
from aqvision.web.accounts.signing_in import Doorkeeper
from aqvision.web.app import create_app
from aqvision.web.doors import SIGN_IN_COOKIE
from aqvision.web.pages import Site
from tests.support.web_site import HOST, KEYS, ORIGIN, filled, tiny_site

PASSWORD = "correct horse battery"  # noqa: S105 - of a test
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True, slots=True)
class Server:
    """The application of a site whose visitors sign in, and what it hashes by in no time."""

    site: Site
    app: ASGIApp

    def browser(self) -> TestClient:
        """Give a browser at a page of ours in which nobody has signed in."""
        own = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
        return TestClient(self.app, base_url=ORIGIN, headers=own, follow_redirects=False)

    def account(
        self, name: str, role: Role, *, group_id: str | None = None, athlete_id: str | None = None
    ) -> Account:
        """Add somebody with the password of the tests."""
        accounts = self.site.accounts
        token = accounts.invite(role, group_id=group_id, athlete_id=athlete_id)
        return accounts.join(token, name, QUICK.hash(PASSWORD))

    def as_(self, account: Account) -> TestClient:
        """Give a browser that is signed in, without asking for the password."""
        client = self.browser()
        client.cookies.set(SIGN_IN_COOKIE, self.site.accounts.sign_in(account.id))
        return client


def server_of(site: Site) -> Server:
    """Serve a site to people who sign in."""
    keeper = Doorkeeper(Passwords(QUICK))
    return Server(site, create_app(site, KEYS, frozenset({HOST}), accounts=True, doorkeeper=keeper))


@dataclass(frozen=True, slots=True)
class Side:
    """A group with its coach and one athlete of it, who has clips, reports and an account."""

    coach: Account
    athlete: Account
    group_id: str
    athlete_id: str
    ids: dict[str, str]
    """One id of each kind that is the athlete's, by the name that it has in paths."""


@cache
def _prepared() -> tuple[TemporaryDirectory[str], tuple[Side, Side]]:
    """Make two groups once: that takes longer than most tests."""
    folder = TemporaryDirectory()
    place = Path(folder.name)
    server = server_of(tiny_site(place))
    sides = side_of(server, place / "a", "a"), side_of(server, place / "b", "b")
    server.site.library.close()
    return folder, sides


def two_sides(site: Site) -> tuple[Side, Side]:
    """Fill a site, of which nothing was asked yet, with two groups."""
    folder, sides = _prepared()
    home = site.library.home.folder
    site.library.engine.dispose()
    shutil.copytree(Path(folder.name) / "home", home, dirs_exist_ok=True)
    return sides


def side_of(server: Server, folder: Path, name: str) -> Side:
    """Add such a group."""
    folder.mkdir()
    site = server.site
    athlete_id, runs = filled(site, folder)
    site.library.update_athlete(athlete_id, name=f"Athlete {name}")
    group = site.accounts.add_group(f"Group {name}")
    site.accounts.put_into_group(athlete_id, group.id)
    run = runs["before"]
    (comparison,) = site.library.comparisons(athlete_id)
    job_id = site.jobs.analyze(run.id)
    accounts = site.accounts
    accounts.share(7, made_by="x", run_id=run.id)
    accounts.invite(Role.ATHLETE, athlete_id=athlete_id)
    agreed = {"given_by": "Eva Example", "relation": "mother", "purpose": "training"}
    ids = {
        "athlete_id": athlete_id, "session_id": run.session_id, "run_id": run.id,
        "comparison_id": comparison.id, "job_id": job_id,
        "share_id": accounts.shares_of(athlete_id)[0].id,
        "consent_id": accounts.add_consent(athlete_id, **agreed, recorded_by="x").id,
        "invitation_id": accounts.invitations_of_athlete(athlete_id)[0].id,
    }  # fmt: skip
    coach = server.account(f"coach.{name}", Role.COACH, group_id=group.id)
    athlete = server.account(f"athlete.{name}", Role.ATHLETE, athlete_id=athlete_id)
    return Side(coach, athlete, group.id, athlete_id, ids)
