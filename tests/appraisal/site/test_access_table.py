"""Every address of the site × everybody: the table below is held against the URL configuration.

A new address without a row of its own fails here. Its row says what each of these people gets:

    lead       of the group whose proposal it is       chair       of the council's panel
    member     of that group                           panel       a member of it
    rival      lead of another group of the council    manager     of the council's schemes
    officer    of the council                          auditor     of the council
    checker    second officer of the council           admin       administrator of the council
    stranger   signed in, with no role anywhere        elsewhere   every role at another council
    nobody     signed out

A number is the status of the answer, and “in” means: asked to sign in, and then to come back.
``got(404, lead=200)`` reads: 404 for all but the lead, and who is signed out is asked to sign in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from appraisal.actions.councils import register_group
from appraisal.actions.evidence import add_evidence
from appraisal.actions.invitations import LASTS, hash_of
from appraisal.models import CouncilProxy, Dataset, Evidence, PackOrder, Proposal
from appraisal.showing.kite_address import kite_address
from core.accounts.people import add_person
from core.councils import style_of
from core.models import Invitation, Role
from tests.appraisal.site.downloads import let_go
from tests.appraisal.site.people import NOW, WHO, Site, answer, begin, fingerprint
from tests.appraisal.site.sitting import sit
from tests.core.sent_files import PDF

pytestmark = pytest.mark.django_db


def got(others: int, *, nobody: int | str = "in", **those: int) -> str:
    """Return what everybody gets, in the order of ``WHO``: the others, and those who differ."""
    assert those.keys() <= set(WHO)
    return " ".join(str({**those, "nobody": nobody}.get(who, others)) for who in WHO)


CLOSED = got(405, nobody=405)  # read only, whoever asks
OPEN = got(200, nobody=200)


_NO_APP = ("lead", "member", "rival", "stranger")
# What those get who have an app as their second step, as all staff here have.
STEPS_200 = got(200, **dict.fromkeys(_NO_APP, 302))
STEPS_302 = got(302, **dict.fromkeys(_NO_APP, 404))


class Row(NamedTuple):
    """What everybody gets at one address: by GET, and by POST of fields that mean a change."""

    get: str
    post: str = CLOSED
    more: Mapping[str, str] = {}
    sent: Mapping[str, str] = {}
    panel: bool = False  # of another proposal: on an agenda of the panel, where chair and panel sit


def page(get: str, post: str, sent: Mapping[str, str], **more: str) -> Row:
    return Row(get, post, more, {"page-saves": "0", **sent})


READ = got(404, lead=200, member=200, officer=200, checker=200, auditor=200)
COUNCIL = got(404, lead=403, member=403, officer=200, checker=200, auditor=200)
PEOPLE = got(200)
TOKEN_OF_LINK = "a-secret-that-was-mailed"
LEVEL = {"level": "good"}


def officers(status: int) -> str:
    """Return what everybody gets where officers get this and nobody else knows of it."""
    return got(404, officer=status)


def managers(status: int) -> str:
    """Return what everybody gets where scheme managers get this and nobody else knows of it."""
    return got(404, manager=status)


SET = {"reason": "New rules", "version-seen": "0", "groups_see_discount": "no"}


def groups(status: int) -> str:
    """Return what everybody gets where the group gets this and who else may read is refused."""
    return got(404, lead=status, member=status, officer=403, checker=403, auditor=403)


def councils(status: int) -> str:
    """Return what everybody gets where officers get this and who else may read is refused."""
    return got(404, lead=403, member=403, officer=status, checker=403, auditor=403)


FILE = str(UUID(int=7))  # of evidence that the group has sent in


def leads(status: int) -> str:
    """Return what everybody gets where the group's lead gets this and who else may read is refused."""
    return got(404, **{**NOT_NOW, "lead": status})


# Who may read, and is refused.
NOT_NOW = {"lead": 403, "member": 403, "officer": 403, "checker": 403, "auditor": 403}
MAY_CHANGE = got(404, lead=200, member=200, officer=200, checker=403, auditor=403)
AS_COUNCIL = got(404, lead=403, member=403, officer=200, checker=200, auditor=200)
SENT = {"since": "draft 2026-11-22T12:00:00+00:00", "declared": "on"}


MEETS = got(404, officer=200, chair=200)
MET = got(404, officer=302, chair=302)
SITS = got(404, chair=200, panel=200)
WHEN = {
    "date-day": "14",
    "date-month": "1",
    "date-year": "2027",
    "time": "2pm",
    "place": "Room 2",
    "quorum": "2",
}


def at_panel(refused: str = "lead member officer checker chair panel auditor", **those: int) -> str:
    """Return what everybody gets of a proposal on the agenda: who may read is refused what is not theirs."""
    return got(404, **{**dict.fromkeys(refused.split(), 403), **those})


def paneled(get: str, post: str = CLOSED, sent: Mapping[str, str] = {}, **more: str) -> Row:
    return Row(get, post, more, sent, panel=True)


PANEL: Mapping[str, list[Row]] = {
    "appraisal:meetings": [Row(MEETS)],
    "appraisal:meeting_plan": [Row(MEETS, MET, sent=WHEN)],
    "appraisal:meeting": [paneled(MEETS), Row(got(404), more={"meeting": "987"})],
    # Nothing on that agenda is signed off: there is nothing to compare.
    "appraisal:meeting_comparison": [paneled(got(404, officer=409, chair=409))],
    "appraisal:panel_comparison": [paneled(got(404, chair=409, panel=409))],
    "appraisal:agenda_packs": [
        paneled(
            got(404, officer=200, chair=200, panel=200),
            got(404, officer=409, chair=403, panel=403),
            {"part": "exempt"},
        ),
        Row(got(404), got(404), more={"meeting": "987"}),
    ],
    # None was issued of that meeting.
    "appraisal:agenda_pack": [paneled(got(404), number="987")],
    "appraisal:agenda_pack_copy": [paneled(CLOSED, got(404), number="987")],
    "appraisal:meeting_change": [paneled(MEETS, MET, WHEN)],
    "appraisal:meeting_seats": [paneled(MEETS, MEETS)],
    "appraisal:meeting_attendance": [paneled(MEETS, MEETS)],
    "appraisal:meeting_open": [paneled(MEETS, MET)],
    "appraisal:meeting_close": [paneled(MEETS, MEETS)],
    "appraisal:meeting_add": [paneled(MEETS, MEETS)],
    "appraisal:meeting_up": [paneled(CLOSED, MET), paneled(CLOSED, got(404), item="987")],
    "appraisal:panel": [Row(SITS)],
    "appraisal:panel_agenda": [paneled(SITS), Row(got(404), more={"meeting": "987"})],
    "appraisal:panel_interest": [
        paneled(SITS, SITS, {"kind": "none"}),
        paneled(got(404), got(404), {"kind": "none"}, item="987"),
    ],
    "appraisal:to_panel": [
        paneled(at_panel(officer=200), at_panel(officer=200)),
        paneled(at_panel(officer=200), at_panel(officer=200), {"meeting": "987"}),
    ],
    "appraisal:off_panel": [
        paneled(at_panel(officer=200), at_panel(officer=409), {"reason": "Late"})
    ],
    "appraisal:marks": [
        paneled(at_panel(chair=200, panel=200), at_panel(chair=200, panel=200)),
        Row(
            got(404, lead=403, member=403, officer=403, checker=403, auditor=403),
            got(404, lead=403, member=403, officer=403, checker=403, auditor=403),
        ),
    ],
    "appraisal:mark": [
        paneled(
            at_panel(chair=200, panel=200),
            at_panel(chair=302, panel=302),
            {"level": "accept"},
            letter="A",
        ),
        paneled(at_panel(chair=404, panel=404), at_panel(chair=404, panel=404), letter="Z"),
    ],
    "appraisal:moderation": [
        paneled(at_panel(chair=200, panel=200), at_panel(chair=200)),
    ],
    "appraisal:compare": [
        paneled(at_panel(officer=200, checker=200, chair=200, panel=200, auditor=200))
    ],
    "appraisal:decide": [paneled(at_panel(chair=200), at_panel(chair=200))],
    "appraisal:decide_alone": [
        paneled(at_panel(officer=200, checker=200), at_panel(officer=200, checker=200))
    ],
    "appraisal:decisions": [
        paneled(
            at_panel(
                lead=200, member=200, officer=200, checker=200, chair=200, panel=200, auditor=200
            )
        )
    ],
    "appraisal:publication": [paneled(at_panel(officer=404), at_panel(officer=404))],
    "appraisal:publish": [paneled(at_panel(officer=404), at_panel(officer=404))],
    "appraisal:ask_again": [
        paneled(at_panel(lead=200), at_panel(lead=409), {"reason": "You overlooked us"})
    ],
    "appraisal:look_again": [
        paneled(
            at_panel(officer=200),
            at_panel(officer=409),
            {"answer": "uphold", "reason": "We had seen it"},
        )
    ],
    # --- the public register
    "appraisal:register": [Row(OPEN)],
    "appraisal:register_csv": [Row(OPEN)],
    "appraisal:register_json": [Row(OPEN)],
    # --- neighbourhoods
    "appraisal:places": [Row(OPEN)],
    "appraisal:places_csv": [Row(OPEN)],
    **{
        f"appraisal:{name}": [Row(OPEN)]
        for kind in ("prices", "social")
        for name in (
            f"{kind}_csv",
            f"{kind}_json",
            "prices" if kind == "prices" else "social_capital",
        )
    },
    "appraisal:prices_chart": [
        Row(got(404, nobody=404), more={"by": "published", "chart": "premiums"})
    ],
    **{
        f"appraisal:{name}": [
            Row(OPEN, more={"key": "heath"}),
            Row(got(404, nobody=404), more={"key": "nowhere"}),
        ]
        for name in ("place", "place_json", "place_csv")
    },
    "appraisal:place_chart": [
        Row(got(404, nobody=404), more={"key": "heath", "chart": "deprivation"})
    ],
    **{
        f"appraisal:{name}": [Row(got(404, nobody=404), more={"key": "e05099001"})]
        for name in ("ward", "ward_json", "ward_csv")
    },
    "appraisal:ward_chart": [
        Row(got(404, nobody=404), more={"key": "e05099001", "chart": "deprivation"})
    ],
    "appraisal:place_proposals": [
        Row(got(404, officer=200, checker=200, auditor=200), more={"key": "heath"}),
        Row(got(404), more={"key": "nowhere"}),
    ],
    # --- whether a pack is real
    "appraisal:pack_codes": [Row(OPEN)],
    "appraisal:verify_pack": [Row(OPEN, OPEN)],
    "appraisal:pack_code": [Row(got(404, nobody=404), more={"code": "SC8KP-3G5WC"})],
    "appraisal:register_entry": [Row(got(404, nobody=404), more={"number": "987"})],
}

TABLE: Mapping[str, list[Row]] = {
    # --- the panel
    **PANEL,
    # --- the start page and the examples
    "appraisal:welcome": [Row(OPEN)],
    "appraisal:kite": [Row(OPEN)],
    **{
        f"appraisal:{name}": [
            Row(OPEN, more={"name": "hall"}),
            Row(got(404, nobody=404), more={"name": "no"}),
        ]
        for name in ("worked_example", "answers", "example_pack", "example_file", "example_result")
    },
    # --- a council
    "appraisal:home": [Row(OPEN)],
    "appraisal:booklet_pdf": [Row(OPEN, more={"kind": "coproduction"})],
    "appraisal:booklet_word": [Row(OPEN, more={"kind": "asset-transfer"})],
    "appraisal:proposals": [Row(PEOPLE)],
    "appraisal:queue": [
        Row(
            got(404, officer=200, checker=200, auditor=200),
            got(404, officer=200, checker=403, auditor=403),
            sent={"chosen": "nothing"},
        )
    ],
    "appraisal:pack_orders": [
        Row(
            officers(200),
            officers(200),
            sent={"part": "decided", "whom": "public", "edition": "full"},
        )
    ],
    "appraisal:pack_order": [
        Row(officers(200), more={"number": "7"}),
        Row(got(404), more={"number": "8"}),
    ],
    "appraisal:cancel_pack_order": [
        Row(CLOSED, officers(302), {"number": "7"}),
        Row(CLOSED, got(404), {"number": "8"}),
    ],
    # Nothing of it is drawn: there is nothing to take away.
    "appraisal:packs_zip": [Row(got(404), more={"number": "7"})],
    "appraisal:start_proposal": [Row(PEOPLE, PEOPLE)],
    "appraisal:start_paper": [Row(officers(200), officers(200))],
    # --- who belongs where
    "appraisal:groups": [Row(got(200, lead=302, member=302, rival=302))],
    "appraisal:group": [Row(got(404, lead=200, member=200, admin=200))],
    "appraisal:invite_to_group": [
        Row(
            got(404, lead=200, member=403, admin=200),
            got(404, lead=302, member=403, admin=302),
            sent={"email": "new@example.org", "role": "group-lead"},
        )
    ],
    "appraisal:leave_group": [Row(got(404, lead=200, member=200), got(404, lead=200, member=302))],
    "appraisal:member": [
        Row(
            got(404, lead=200, member=403, admin=403),
            got(404, lead=302, member=403, admin=403),
            sent={"becomes": "group-member"},
        )
    ],
    "appraisal:people": [Row(got(404, admin=200))],
    "appraisal:invite_staff": [
        Row(
            got(404, admin=200),
            got(404, admin=302),
            sent={"email": "new@example.org", "role": "auditor"},
        )
    ],
    "appraisal:person": [
        Row(got(404, admin=200), got(404, admin=302), sent={"roles": "second-officer"})
    ],
    "appraisal:leave_council": [
        Row(
            got(200, lead=404, member=404, rival=404, stranger=404, elsewhere=404),
            got(302, lead=404, member=404, rival=404, stranger=404, elsewhere=404, admin=403),
        )
    ],
    "appraisal:sent_invitation": [
        Row(got(404, lead=200), got(404, lead=302), sent={"withdraw": "yes"})
    ],
    "appraisal:invitation": [
        Row(OPEN, got(200, nobody="in"), {"token": TOKEN_OF_LINK}),
        Row(got(404, nobody=404), got(404, nobody=404), {"token": "guessed"}),
    ],
    "appraisal:notices": [Row(PEOPLE, got(302), sent={"upto": "1"})],
    "appraisal:notice_settings": [
        Row(
            PEOPLE,
            got(302),
            sent=dict.fromkeys(("action", "decision", "message", "queue", "progress"), "list"),
        )
    ],
    "appraisal:letters": [
        Row(got(404, officer=200, admin=200), got(404)),
    ],
    "appraisal:settings": [Row(managers(200))],
    "appraisal:settings_council": [
        Row(managers(200), managers(302), sent={**SET, "name": "Brum", "colour": "#111111"})
    ],
    "appraisal:settings_logo": [
        Row(managers(200), managers(302), sent={**SET, "take-away": "yes"})
    ],
    "appraisal:settings_list": [
        Row(managers(200), managers(302), {"name": name}, {**SET, f"rows-0-{column}": "New"})
        for name, column in (
            ("neighbourhoods", "name"),
            ("conditions", "words"),
            ("checklist-coproduction", "title"),
            ("aims-asset-transfer-E", "words"),
        )
    ]
    + [
        Row(got(404), got(404), {"name": name}, SET)
        for name in ("aims-asset-transfer-A", "aims-a-E", "checklist", "x")
    ],
    "appraisal:settings_delegation": [
        Row(
            managers(200),
            managers(302),
            {"kind": "coproduction"},
            {**SET, "words": "authorises the chief executive to complete."},
        ),
        Row(got(404), got(404), {"kind": "sale"}, SET),
    ],
    "appraisal:settings_prices": [Row(managers(200), managers(302), sent={**SET, "least": "12"})],
    "appraisal:settings_figures": [
        Row(
            managers(200),
            managers(302),
            sent={
                **SET,
                "key": "minimum_wage_hour",
                "value": "13",
                "source": "Survey",
                "applies_from-day": "1",
                "applies_from-month": "4",
                "applies_from-year": "2026",
            },
        )
    ],
    "appraisal:withdraw_figure": [
        Row(managers(200), managers(302), {"figure": "7"}, SET),
        Row(got(404), got(404), {"figure": "8"}, SET),
    ],
    "appraisal:settings_schemes": [Row(managers(200), managers(200))],
    "appraisal:settings_scheme": [Row(managers(302), managers(302), sent={"take": "no"})],
    "appraisal:scheme_file": [
        Row(managers(200), more={"kind": "coproduction"}),
        Row(got(404), more={"kind": "x"}),
    ],
    "appraisal:settings_history": [Row(managers(200))],
    "appraisal:published": [Row(managers(200))],
    "appraisal:send_figures": [Row(managers(200), managers(200), sent={"kind": "deprivation"})],
    "appraisal:send_earnings": [Row(managers(200), managers(200), sent={"reason": "none"})],
    "appraisal:figures_sample": [
        Row(managers(200), more={"kind": "places"}),
        Row(got(404), more={"kind": "x"}),
    ],
    # 7 is the council's, 8 another's, 9 the whole site's: to be read, and not to be changed.
    "appraisal:figures_import": [
        Row(managers(200), more={"number": "7"}),
        Row(got(404), more={"number": "8"}),
        Row(managers(200), more={"number": "9"}),
    ],
    "appraisal:put_figures_in_force": [
        Row(CLOSED, managers(200), {"number": "7"}),
        Row(CLOSED, got(404), {"number": "8"}),
        Row(CLOSED, managers(403), {"number": "9"}),
    ],
    "appraisal:discard_figures": [
        Row(CLOSED, managers(302), {"number": "7"}),
        Row(CLOSED, got(404), {"number": "8"}),
        Row(CLOSED, managers(403), {"number": "9"}),
    ],
    "appraisal:withdraw_dataset": [
        Row(managers(302), managers(302), {"number": "7"}),  # it is not in force
        Row(got(404), got(404), {"number": "8"}),
        Row(managers(403), managers(403), {"number": "9"}),
    ],
    "appraisal:put_dataset_back": [
        Row(managers(302), managers(302), {"number": "7"}),
        Row(got(404), got(404), {"number": "8"}),
        Row(managers(403), managers(403), {"number": "9"}),
    ],
    "appraisal:rejected_lines": [
        Row(managers(200), more={"number": "7"}),
        Row(got(404), more={"number": "8"}),
        Row(got(404), more={"number": "9"}),  # none of its lines was refused
    ],
    "appraisal:privacy": [Row(OPEN)],
    "appraisal:accessibility": [Row(OPEN)],
    "appraisal:retention": [Row(got(404, manager=200), got(404, manager=200))],
    "appraisal:forget": [Row(got(404, admin=200), got(404, admin=200))],
    "appraisal:audit": [Row(got(404, auditor=200))],
    "appraisal:audit_table": [Row(got(404, auditor=200))],
    # --- a proposal
    "appraisal:proposal": [Row(READ)],
    "appraisal:facts": [
        page(groups(200), groups(302), {"title": "Ours now"}, page="about"),
        page(groups(200), groups(302), {"legal_form": "CIO"}, page="group"),
        page(groups(200), groups(302), {"name": "Shed"}, page="asset"),
        page(groups(200), groups(302), {"years": "9", "page-saves": "1"}, page="terms"),
        page(
            councils(200),
            councils(302),
            {
                "market_rent_gbp_pa": "9",
                "valuation_date-day": "22",
                "valuation_date-month": "11",
                "valuation_date-year": "2026",
            },
            page="council",
        ),
        page(got(404), got(404), {}, page="secrets"),
    ],
    "appraisal:chapter": [
        page(READ, groups(302), {"basis": "Last year’s books"}, chapter="plan"),
        page(got(404), got(404), {}, chapter="risks"),
    ],
    "appraisal:criterion": [
        page(READ, groups(302), {"capital_cost_gbp": "5"}, letter="A"),
        page(READ, groups(302), LEVEL, letter="C"),
        page(READ, councils(302), {"imd_edition": "2025", "imd_rank": "9"}, letter="D"),
        page(
            READ,
            councils(302),
            {"savings-0-item": "all", "savings-0-amount_gbp_pa": "9"},
            letter="L",
        ),
        page(got(404), got(404), LEVEL, letter="Z"),
        page(got(404), got(404), LEVEL, letter="a"),
    ],
    "appraisal:agree": [
        page(
            councils(302),
            councils(302),
            {"agree": "yes", "page-saves": "1"},
            letter="K",
        ),
        page(councils(404), councils(404), {"agree": "yes"}, letter="Z"),
    ],
    "appraisal:evidence": [Row(READ, groups(200))],
    "appraisal:evidence_for": [
        Row(READ, groups(200), {"letter": "A"}),
        Row(got(404), got(404), {"letter": "Z"}),
    ],
    "appraisal:evidence_file": [
        Row(READ, more={"file": FILE}),
        Row(got(404), more={"file": str(uuid4())}),
    ],
    "appraisal:remove_evidence": [
        # Of the two the member asks first; there is nothing left to remove for the lead.
        Row(groups(200), groups(302).replace("302", "404", 1), {"file": FILE}),
        Row(got(404), got(404), {"file": str(uuid4())}),
    ],
    "appraisal:newer_lists": [Row(groups(200), groups(200), sent={"seen": "x"})],
    "appraisal:check": [Row(READ)],
    # --- the way of a proposal; this one is a draft with much left to do
    "appraisal:eligibility": [Row(AS_COUNCIL, got(404, **NOT_NOW))],
    "appraisal:disclosure": [Row(READ, got(404, **NOT_NOW))],
    "appraisal:begin": [Row(groups(302), groups(403), sent={"since": "2026-01-01"})],
    "appraisal:send": [Row(groups(200), leads(409), sent=SENT)],
    "appraisal:move": [
        Row(leads(200), leads(409), {"way": "withdraw"}, {"reason": "No time"}),
        Row(councils(302), councils(403), {"way": "invite"}, SENT),
        Row(got(404), got(404), {"way": "approve"}, SENT),
    ],
    "appraisal:officer": [Row(councils(200), councils(200), sent={"officer": "0"})],
    "appraisal:checklist": [Row(AS_COUNCIL)],
    "appraisal:check_item": [
        Row(got(404, **NOT_NOW), got(404, **NOT_NOW), {"item": "accounts"}, {"outcome": "passed"})
    ],
    "appraisal:messages": [
        Row(
            READ,
            got(404, lead=302, member=302, officer=302, checker=403, auditor=403),
            sent={"form": "0f8fad5b-d9cb-469f-a165-70867728950e", "text": "When?"},
        )
    ],
    "appraisal:records": [Row(READ)],
    **{
        f"appraisal:{name}": [Row(got(404), more={"number": "1"})]
        for name in ("record", "record_file")
    },
    **{
        f"appraisal:{name}": [Row(got(404, lead=403, member=403), more={"number": "1"})]
        for name in ("record_text", "record_report", "record_scores")
    },
    "appraisal:packs": [
        Row(
            READ,
            got(404, lead=403, member=403, officer=200, checker=403, auditor=403),
            sent={"record": "1", "part": "public"},
        ),
        paneled(
            at_panel(
                "",
                lead=200,
                member=200,
                officer=200,
                checker=200,
                chair=200,
                panel=200,
                auditor=200,
            ),
            at_panel(officer=200),
            {"record": "1", "part": "public"},
        ),
    ],
    "appraisal:issued_pack": [Row(got(404), more={"number": "987"})],
    "appraisal:confirm": [
        Row(
            got(404, lead=403, member=403, officer=403, checker=403, auditor=403),
            got(404, lead=403, member=403, officer=403, checker=403, auditor=403),
        )
    ],
    "appraisal:result": [Row(READ)],
    "appraisal:history": [Row(READ)],
    "appraisal:compare_records": [
        Row(got(404, lead=400, member=400, officer=400, checker=400, auditor=400))
    ],
    # --- its assessment: the proposal is not there yet, so nobody writes one
    "appraisal:assessment": [Row(COUNCIL)],
    "appraisal:assess_criterion": [
        page(COUNCIL, councils(403), {"finding-verdict": "accept"}, letter="A"),
        page(got(404, lead=403, member=403), got(404, lead=403, member=403), {}, letter="Z"),
    ],
    "appraisal:assess_chapter": [
        page(COUNCIL, councils(403), {"if_missed": "We meet."}, chapter="monitoring"),
        page(got(404, lead=403, member=403), got(404, lead=403, member=403), {}, chapter="plan"),
    ],
    "appraisal:methods": [Row(COUNCIL)],
    "appraisal:method": [
        Row(COUNCIL, more={"method": "coefficiency"}),
        Row(got(404, lead=403, member=403), more={"method": "guesswork"}),
    ],
    "appraisal:method_chart": [Row(COUNCIL, more={"method": "coefficiency"})],
    "appraisal:method_json": [Row(COUNCIL, more={"method": "coefficiency"})],
    "appraisal:subsidy_letter": [
        Row(
            got(404, lead=403, member=403, officer=409, checker=409, auditor=409),
            more={"letter": "notification"},
        ),
        Row(got(404, lead=403, member=403), more={"letter": "invoice"}),
    ],
    "appraisal:impact_map": [Row(got(404, lead=403, member=403))],
    "appraisal:assess_page": [
        page(COUNCIL, councils(403), {"summary": "Good."}, page="summary"),
        page(COUNCIL, councils(403), {"which": "all"}, page="public"),
        page(got(404, lead=403, member=403), got(404, lead=403, member=403), {}, page="money"),
    ],
    "appraisal:flags": [
        Row(
            COUNCIL,
            got(404, lead=403, member=403, officer=403, checker=200, auditor=403),
            sent={"reason": "Who signs?"},
        )
    ],
    "appraisal:resolve_flag": [
        Row(
            got(404, lead=403, member=403),
            got(404, lead=403, member=403),
            {"flag": "1"},
            {"reason": "So."},
        )
    ],
    "appraisal:assessment_ready": [Row(councils(403), councils(403))],
    "appraisal:sign_off": [
        Row(
            COUNCIL,
            got(404, lead=403, member=403, officer=403, checker=200, auditor=403),
            sent={"do": "sign-off"},
        )
    ],
    "appraisal:reopen": [Row(councils(200), councils(200), sent={"reason": "So."})],
    "appraisal:pack": [Row(READ)],
    "appraisal:report_word": [Row(COUNCIL)],
    "appraisal:scores_sheet": [Row(READ)],
    "appraisal:appraisal_file": [Row(READ)],
    "appraisal:import": [Row(MAY_CHANGE, MAY_CHANGE)],
    "appraisal:import_preview": [
        Row(
            got(404, lead=302, member=302, officer=302, checker=403, auditor=403),
            got(404, lead=302, member=302, officer=302, checker=403, auditor=403),
            sent={"take": "yes"},
        )
    ],
    # --- accounts
    "account": [Row(PEOPLE)],
    "appraisal:own_data": [Row(PEOPLE)],
    "mfa_authenticate": [Row(got(302, nobody=302), got(302, nobody=302))],
    "mfa_login_webauthn": [Row(got(302, nobody=200), got(302, nobody=200))],
    # Who has an app (the staff here) may confirm with its code; others are led to their password.
    "mfa_reauthenticate": [Row(STEPS_200, STEPS_200)],
    "mfa_reauthenticate_webauthn": [Row(got(302), got(302))],
    "mfa_index": [Row(PEOPLE)],
    "mfa_activate_totp": [Row(got(302), got(302))],
    "second_step_picture": [Row(got(404))],
    "mfa_deactivate_totp": [Row(STEPS_302, STEPS_302)],
    "mfa_view_recovery_codes": [Row(got(404), got(405))],
    "mfa_generate_recovery_codes": [Row(got(302), got(302))],
    "mfa_list_webauthn": [Row(got(302, nobody=302), got(302, nobody=302))],
    "mfa_add_webauthn": [Row(got(302), got(302))],
    "mfa_remove_webauthn": [Row(got(302), got(302), {"pk": "1"})],
    "mfa_edit_webauthn": [Row(got(302), got(302), {"pk": "1"})],
    "openid_connect_login": [Row(got(404, nobody=404), more={"provider_id": "brum"})],
    "openid_connect_callback": [Row(got(404, nobody=404), more={"provider_id": "brum"})],
    "account_login": [Row(got(302, nobody=200), got(302, nobody=200))],
    "account_logout": [Row(got(200, nobody=302), got(302, nobody=302))],
    "account_signup": [Row(got(302, nobody=200), got(302, nobody=200))],
    "account_inactive": [Row(OPEN)],
    "account_reauthenticate": [Row(PEOPLE, PEOPLE)],
    "account_email": [Row(PEOPLE, got(302))],
    "account_email_verification_sent": [Row(OPEN)],
    "account_confirm_email": [Row(OPEN, got(404, nobody=404), {"key": "guessed"})],
    "account_change_password": [Row(PEOPLE, PEOPLE)],
    "account_set_password": [Row(got(302), got(302))],
    "account_reset_password": [Row(OPEN, OPEN)],
    "account_reset_password_done": [Row(OPEN)],
    "account_reset_password_from_key": [Row(OPEN, OPEN, {"uidb36": "1", "key": "set-password"})],
    "account_reset_password_from_key_done": [Row(OPEN)],
    # --- the rest
    "theme": [Row(OPEN)],
    "logo": [Row(got(404, nobody=404), more={"fingerprint": "0123456789ab"})],
    "RedirectView": [Row(got(302, nobody=302), got(302, nobody=302))],
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
    "tests/appraisal/site/test_access_table.py that says what everybody gets there: {}"
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
    Invitation.objects.create(
        authority=site.council,
        organisation=site.group,
        role=Role.GROUP_MEMBER,
        email="somebody@example.org",
        token_sha256=hash_of(TOKEN_OF_LINK),
        invited_by=site.people["lead"],
        sent_at=NOW,
        expires_at=NOW + LASTS,
    )
    cache.clear()  # how often somebody has tried is counted there
    sent = add_evidence(
        by=site.people["member"],
        proposal=Proposal.objects.get(pk=site.proposal.pk),
        letter="A",
        name="letter.pdf",
        content=BytesIO(PDF),
        councils=False,
        at=NOW,
    )
    Evidence.objects.filter(pk=sent.pk).update(id=FILE)
    site.council.neighbourhoods.create(order=0, name="Heath")
    CouncilProxy.objects.create(
        id=7,
        authority=site.council,
        key="minimum_wage_hour",
        applies_from=NOW.date(),
        value=13,
        source="Survey",
        added_at=NOW,
    )
    PackOrder.objects.create(
        id=7,
        authority=site.council,
        asked_by=site.people["officer"],
        asked_at=NOW,
        exempt=True,
        edition="full",
        base="https://example.org/brum/packs/",
    )
    whose = {
        7: (site.council, "checked", 1),
        8: (site.other, "checked", 1),
        9: (None, "in-force", 0),
    }
    Dataset.objects.bulk_create(
        Dataset(
            id=number,
            authority=authority,
            kind="deprivation",
            edition=2019,
            name="File_7.csv",
            size=1,
            dated=NOW,
            state=state,
            begun_at=NOW,
            in_force_from=NOW if state == "in-force" else None,
            rejected=rejected,
        )
        for number, (authority, state, rejected) in whose.items()
    )
    for drawing in (
        "documents.draw",
        "examples.draw_file",
        "documents.draw_pdf",
        "documents.draw_docx",
        "documents.draw_report",
    ):
        monkeypatch.setattr(f"appraisal.views.{drawing}", lambda *args, **more: b"drawn")
    return site


def seated(site: Site) -> tuple[Site, dict[str, str]]:
    """Return the site with another proposal that is before the panel, and the keys of its meeting."""
    other = begin(site.council, site.group, site.people["member"])
    sitting = sit(replace(site, proposal=other))
    for who in ("chair", "panel"):
        sitting.declares(who)
    return sitting.site, {"meeting": str(sitting.meeting.pk), "item": str(sitting.item.pk)}


def address_of(site: Site, place: Place, row: Row, **changed: str) -> str:
    if place.name == "RedirectView":
        return "/admin/password_change/"
    if place.name == "appraisal:kite":
        return kite_address(site.sheet.appraisal, "#1d4e79")
    keys = {
        "council": site.council.slug,
        "slug": site.council.slug,
        "proposal": str(site.proposal.pk),
        "group": str(site.group.pk),
        "membership": str(site.people["second"].memberships.get().pk),
        "person": str(site.people["checker"].pk),
        "invitation": str(Invitation.objects.get().pk),
        "fingerprint": style_of(site.council).split("theme-")[1].removesuffix(".css"),
        **row.more,
        **changed,
    }
    wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", place.route))
    return reverse(place.name, kwargs={key: keys[key] for key in wanted})


def said(response: Any) -> str:
    """Return what somebody got: the status, or that they are asked to sign in and come back."""
    let_go(response)
    if response.status_code == 302 and response.headers["Location"].startswith(
        "/accounts/sign-in/?next="
    ):
        return "in"
    return str(response.status_code)


@pytest.mark.parametrize("place", OURS, ids=lambda one: one.name)
def test_everybody_gets_what_the_table_says(town: Site, place: Place) -> None:
    for row in TABLE.get(place.name, []):
        here, keys = seated(town) if row.panel else (town, {})
        address = address_of(here, place, row, **{**keys, **row.more})
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
    by = add_person(email="mair@ely.example", name="Mair Ŷnys")
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
