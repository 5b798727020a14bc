"""Every address of the site × everybody: the table below is held against the URL configuration.

A new address without a row of its own fails here. Its row says what each of six people gets:

    member     of the group whose proposal it is       stranger    signed in, with no role anywhere
    rival      member of another group of the council  elsewhere   officer of another council
    officer    of the council                          nobody      signed out

A number is the status of the answer, and “in” means: asked to sign in, and then to come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from appraisal.actions.councils import register_group
from appraisal.models import Proposal
from appraisal.showing.kite_address import kite_address
from core.councils import style_of
from tests.appraisal.site.people import NOW, WHO, Site, answer, begin, fingerprint

pytestmark = pytest.mark.django_db

CLOSED = "405 405 405 405 405 405"  # read only, whoever asks
OPEN = "200 200 200 200 200 200"


class Row(NamedTuple):
    """What everybody gets at one address: by GET, and by POST of fields that mean a change."""

    get: str
    post: str = CLOSED
    more: Mapping[str, str] = {}
    sent: Mapping[str, str] = {}


def page(get: str, post: str, sent: Mapping[str, str], **more: str) -> Row:
    return Row(get, post, more, {"page-saves": "0", **sent})


READ = "200 404 200 404 404 in"
PEOPLE = "200 200 200 200 200 in"
OFFICERS = "404 404 {} 404 404 in"
GROUPS, COUNCILS = "{} 404 403 404 404 in", "403 404 {} 404 404 in"
LEVEL = {"level": "good"}

TABLE: Mapping[str, list[Row]] = {
    # --- the start page and the examples
    "appraisal:welcome": [Row(OPEN)],
    "appraisal:kite": [Row(OPEN)],
    **{
        f"appraisal:{name}": [
            Row(OPEN, more={"name": "hall"}),
            Row("404 404 404 404 404 404", more={"name": "no"}),
        ]
        for name in ("worked_example", "answers", "example_pack", "example_file", "example_result")
    },
    # --- a council
    "appraisal:home": [Row(OPEN)],
    "appraisal:booklet_pdf": [Row(OPEN, more={"kind": "coproduction"})],
    "appraisal:booklet_word": [Row(OPEN, more={"kind": "asset-transfer"})],
    "appraisal:proposals": [Row(PEOPLE)],
    "appraisal:start_proposal": [Row("302 302 302 302 302 in", "302 302 302 302 302 in")],
    "appraisal:start": [Row(PEOPLE, PEOPLE, {"step": "kind"})],
    "appraisal:start_paper": [Row(OFFICERS.format(302), OFFICERS.format(302))],
    "appraisal:paper": [Row(OFFICERS.format(200), OFFICERS.format(200), {"step": "kind"})],
    # --- a proposal
    "appraisal:proposal": [Row(READ)],
    "appraisal:facts": [
        page(GROUPS.format(200), GROUPS.format(302), {"title": "Ours now"}, page="about"),
        page(GROUPS.format(200), GROUPS.format(302), {"legal_form": "CIO"}, page="group"),
        page(GROUPS.format(200), GROUPS.format(302), {"name": "Shed"}, page="asset"),
        page(
            GROUPS.format(200), GROUPS.format(302), {"years": "9", "page-saves": "1"}, page="terms"
        ),
        page(
            COUNCILS.format(200),
            COUNCILS.format(302),
            {
                "market_rent_gbp_pa": "9",
                "valuation_date-day": "22",
                "valuation_date-month": "11",
                "valuation_date-year": "2026",
            },
            page="council",
        ),
        page("404 404 404 404 404 in", "404 404 404 404 404 in", {}, page="secrets"),
    ],
    "appraisal:criterion": [
        page(READ, GROUPS.format(302), {"capital_cost_gbp": "5"}, letter="A"),
        page(READ, GROUPS.format(302), LEVEL, letter="C"),
        page(READ, COUNCILS.format(302), {"imd_edition": "2025", "imd_rank": "9"}, letter="D"),
        page(
            READ,
            COUNCILS.format(302),
            {"savings-0-item": "all", "savings-0-amount_gbp_pa": "9"},
            letter="L",
        ),
        page("404 404 404 404 404 in", "404 404 404 404 404 in", LEVEL, letter="Z"),
        page("404 404 404 404 404 in", "404 404 404 404 404 in", LEVEL, letter="a"),
    ],
    "appraisal:agree": [
        page(
            COUNCILS.format(302),
            COUNCILS.format(302),
            {"agree": "yes", "page-saves": "1"},
            letter="K",
        ),
        page(COUNCILS.format(404), COUNCILS.format(404), {"agree": "yes"}, letter="Z"),
    ],
    "appraisal:check": [Row(READ)],
    "appraisal:confirm": [Row("403 404 403 404 404 in", "403 404 403 404 404 in")],
    "appraisal:result": [Row(READ)],
    "appraisal:pack": [Row(READ)],
    "appraisal:appraisal_file": [Row(READ)],
    "appraisal:import": [Row(READ, READ)],
    "appraisal:import_preview": [
        Row("302 404 302 404 404 in", "302 404 302 404 404 in", sent={"take": "yes"})
    ],
    # --- accounts
    "account": [Row(PEOPLE)],
    "account_login": [Row("302 302 302 302 302 200", "302 302 302 302 302 200")],
    "account_logout": [Row("200 200 200 200 200 302", "302 302 302 302 302 302")],
    "account_signup": [Row("302 302 302 302 302 200", "302 302 302 302 302 200")],
    "account_inactive": [Row(OPEN)],
    "account_reauthenticate": [Row(PEOPLE, PEOPLE)],
    "account_email": [Row(PEOPLE, "302 302 302 302 302 in")],
    "account_email_verification_sent": [Row(OPEN)],
    "account_confirm_email": [Row(OPEN, "404 404 404 404 404 404", {"key": "guessed"})],
    "account_change_password": [Row(PEOPLE, PEOPLE)],
    "account_set_password": [Row("302 302 302 302 302 in", "302 302 302 302 302 in")],
    "account_reset_password": [Row(OPEN, OPEN)],
    "account_reset_password_done": [Row(OPEN)],
    "account_reset_password_from_key": [Row(OPEN, OPEN, {"uidb36": "1", "key": "set-password"})],
    "account_reset_password_from_key_done": [Row(OPEN)],
    # --- the rest
    "theme": [Row(OPEN)],
    "RedirectView": [Row("302 302 302 302 302 302", "302 302 302 302 302 302")],
}


class Place(NamedTuple):
    """A pattern of the URL configuration: its name, its view and the keys of its address."""

    name: str
    pattern: URLPattern
    route: str

    @property
    def inside(self) -> bool:
        """Say whether it belongs to a council."""
        return self.route.startswith("<slug:council>/")


def places(resolver: URLResolver, spaces: tuple[str, ...] = (), route: str = "") -> Iterator[Place]:
    """Yield every pattern there is, those of the site's own admin as well."""
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            more = (*spaces, str(one.namespace)) if one.namespace else spaces
            yield from places(one, more, here)
        else:
            view: Any = getattr(one.callback, "view_class", one.callback)
            name = one.name or getattr(view, "__name__", "")
            yield Place(":".join((*spaces, str(name))), one, here)


ALL = tuple(places(get_resolver()))
OURS = tuple(one for one in ALL if not one.name.startswith("admin:"))
NEW = (
    "There is an address that the access table does not know. Give it a row in TABLE of "
    "tests/appraisal/site/test_access_table.py that says what each of the six people gets there: {}"
)


def test_the_table_has_a_row_for_every_address() -> None:
    missing = [f"{one.name} at /{one.route}" for one in OURS if one.name not in TABLE]
    assert not missing, NEW.format(", ".join(missing))
    gone = TABLE.keys() - {one.name for one in OURS}
    assert not gone, f"these have no address any more; take their rows out: {sorted(gone)}"


def test_every_view_of_a_council_goes_through_a_door() -> None:
    inside = [one for one in OURS if one.inside]
    assert len(inside) > 15
    open_ones = [one.name for one in inside if not hasattr(one.pattern.callback, "door")]
    assert not open_ones, (
        f"{open_ones} ask nobody who they are. Put one of the decorators of appraisal/views/doors.py on each."
    )


@pytest.fixture
def town(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return a site with a claim to agree to; nothing is drawn, which takes time."""
    answer(site.people["member"], site.proposal, "K", reason="No land")
    for drawing in (
        "documents.draw",
        "examples.draw_file",
        "documents.draw_pdf",
        "documents.draw_docx",
    ):
        monkeypatch.setattr(f"appraisal.views.{drawing}", lambda *args, **more: b"drawn")
    return site


def address_of(site: Site, place: Place, row: Row, **changed: str) -> str:
    if place.name == "RedirectView":
        return "/admin/password_change/"
    if place.name == "appraisal:kite":
        return kite_address(site.sheet.appraisal, "#1d4e79")
    keys = {
        "council": site.council.slug,
        "slug": site.council.slug,
        "proposal": str(site.proposal.pk),
        "fingerprint": style_of(site.council).split("theme-")[1].removesuffix(".css"),
        **row.more,
        **changed,
    }
    wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", place.route))
    return reverse(place.name, kwargs={key: keys[key] for key in wanted})


def said(response: Any) -> str:
    """Return what somebody got: the status, or that they are asked to sign in and come back."""
    if response.status_code == 302 and response.headers["Location"].startswith(
        "/accounts/sign-in/?next="
    ):
        return "in"
    return str(response.status_code)


@pytest.mark.parametrize("place", OURS, ids=lambda one: one.name)
def test_everybody_gets_what_the_table_says(town: Site, place: Place) -> None:
    for row in TABLE.get(place.name, []):
        address = address_of(town, place, row)
        clients = {who: town.client(who) for who in WHO}
        got = " ".join(said(clients[who].get(address)) for who in WHO)
        assert got == row.get, f"GET {address} by {', '.join(WHO)}"
        before, posted = fingerprint(), []
        for who in reversed(WHO):
            posted.append(said(clients[who].post(address, dict(row.sent))))
            after = fingerprint()
            if posted[-1] in ("in", "403", "404", "405"):
                assert after == before, (
                    f"POST {address} by {who}: {posted[-1]}, but it did something"
                )
            before = after
        assert " ".join(reversed(posted)) == row.post, f"POST {address} by {', '.join(WHO)}"


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
IN_PROPOSAL = tuple(one for one in OURS if "<uuid:proposal>" in one.route)


def test_another_council_s_proposal_is_as_one_that_there_never_was(town: Site) -> None:
    theirs, guessed = str(begin_at_ely(town).pk), str(uuid4())
    clients = {who: town.client(who) for who in ("member", "officer")}
    before = fingerprint()
    for place in IN_PROPOSAL:
        row = TABLE[place.name][0]
        asks = ("get",) if row.post == CLOSED else ("get", "post")
        for client, ask in product(clients.values(), asks):
            send = getattr(client, ask)
            sent = dict(row.sent) if ask == "post" else None
            bodies = set()
            for ident in (guessed, theirs):
                response = send(address_of(town, place, row, proposal=ident), sent)
                assert response.status_code == 404, place.name
                bodies.add(TOKEN.sub("", response.content.decode()).replace(ident, "ID"))
            assert len(bodies) == 1, f"{place.name}: one could find out which ids there are"
            own = send(address_of(town, place, row, council="ely"), sent)
            assert own.status_code == 404, f"{place.name}: it is not this council's"
    assert fingerprint() == before


def begin_at_ely(site: Site) -> Proposal:
    """Return a proposal of the other council."""
    by = site.people["elsewhere"]
    group = register_group(by=by, authority=site.other, name="Ely group", join=True, at=NOW)
    return begin(site.other, group, by)


ADMIN = tuple(one for one in ALL if one.name.startswith("admin:"))
# The admin's own ways in and out; changing a password is done on the site's own page, a row of TABLE.
ADMIN_OPEN = {"admin:login", "admin:logout", "admin:password_change"}


def test_nobody_without_leave_gets_past_the_door_of_the_admin(site: Site) -> None:
    before = fingerprint()
    assert len(ADMIN) > 20
    guarded = [one for one in ADMIN if one.name not in ADMIN_OPEN]
    for who in WHO:
        client = site.client(who)
        asks = (client.get, client.post) if who == "officer" else (client.get,)
        for one, ask in product(guarded, asks):
            address = "/" + filled(one.route)
            response = ask(address)
            got = said(response)
            if got == "302":
                assert "login" in response.headers["Location"], (
                    address,
                    response.headers["Location"],
                )
            else:
                assert got in ("in", "403", "404", "405"), (address, got)
    assert fingerprint() == before


def filled(route: str) -> str:
    """Return an address for a route of the admin."""
    route = re.sub(r"\(\?P<app_label>[^)]*\)", "core", route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", "1", route)
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "")
