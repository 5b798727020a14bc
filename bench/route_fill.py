"""Fills a site with the whole demo, and prints as JSON the pages that proposals have on their way.

Run by bench/site.py in place of bench/fill.py. Each page is of a proposal that has it in its state, most of
them with the hall's answers, and asked for by somebody whom it concerns.
"""

import json
import os
from collections.abc import Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from appraisal.actions.demo import build_demo  # noqa: E402
from appraisal.actions.orders import order_packs  # noqa: E402
from appraisal.actions.packs import issue_pack  # noqa: E402
from appraisal.assessing import PAGES  # noqa: E402
from appraisal.methods.every import METHODS  # noqa: E402
from appraisal.models import Flag, IssuedPack, PackOrder, Proposal, Record  # noqa: E402
from appraisal.pack.codes import in_groups  # noqa: E402
from bench.bare_settings import AUTHENTICATION_BACKENDS  # noqa: E402
from bench.fill import second_steps, session_of  # noqa: E402
from core.models import Authority, Role, User  # noqa: E402

COUNCIL = "northfield"
LEAD, OFFICER, CHECKER = "group", "officer", "second"
CHAIR, PANEL, AUDITOR = "chair", "panel", "auditor"
LETTERS = "ABCDEFGHIJKLM"
_CODES = f"https://127.0.0.1/{COUNCIL}/packs/"

Page = tuple[str, str, str, tuple[object, ...]]  # title, address, who, what else it is made with


def _of_enquiries() -> Iterator[Page]:
    enquiry, invited = "A men’s shed", "The changing"
    yield from ((enquiry, name, OFFICER, ()) for name in ("proposal", "eligibility", "disclosure"))
    yield enquiry, "move", OFFICER, ("decline",)
    yield from ((invited, name, LEAD, ()) for name in ("proposal", "disclosure", "begin"))


def _of_what_was_sent() -> Iterator[Page]:
    sent, returned, again = "A repair", "Breakfast", "A welcome"
    for who in (LEAD, OFFICER):
        yield sent, "proposal", who, ()
        yield sent, "evidence", who, ()
        yield sent, "criterion", who, ("H",)
        yield sent, "result", who, ()
        yield returned, "messages", who, ()
        yield again, "records", who, ()
        yield again, "record", who, (_records(again)[0],)
        yield again, "compare_records", who, ()
    yield sent, "criterion", OFFICER, ("D",)  # whose place the postcode has found
    yield from ((sent, name, OFFICER, ()) for name in ("officer", "checklist"))
    yield sent, "check_item", OFFICER, ("accounts",)
    yield sent, "move", OFFICER, ("return",)
    yield returned, "send", LEAD, ()


def _of_assessments() -> Iterator[Page]:
    music, boathouse = "A music", "The boathouse"
    for name in ("proposal", "evidence", "result", "assessment", "flags"):
        yield music, name, OFFICER, ()
    yield from ((music, "assess_criterion", OFFICER, (letter,)) for letter in LETTERS)
    yield from ((music, "assess_page", OFFICER, (page,)) for page in PAGES)
    yield from ((music, "assess_chapter", OFFICER, (chapter,)) for chapter in ("legal", "risks"))
    yield music, "methods", OFFICER, ()
    for key, method in METHODS.items():
        yield music, "method", OFFICER, (key,)
        if method.asks:
            yield music, "assess_chapter", OFFICER, (key,)
    yield boathouse, "chapter", OFFICER, ("plan",)
    yield music, "resolve_flag", OFFICER, (Flag.objects.get(proposal=_proposal(music)).pk,)
    yield music, "sign_off", CHECKER, ()
    yield boathouse, "assess_criterion", CHECKER, ("H",)
    yield boathouse, "result", OFFICER, ()
    yield from ((boathouse, "history", who, ()) for who in (OFFICER, LEAD))


def _of_the_panel() -> Iterator[Page]:
    orchard, boathouse, scout = "An orchard", "The boathouse", "The scout"
    yield orchard, "to_panel", OFFICER, ()
    yield orchard, "decide_alone", CHECKER, ()
    yield boathouse, "off_panel", OFFICER, ()
    yield boathouse, "proposal", CHAIR, ()
    yield boathouse, "marks", PANEL, ()
    yield from ((boathouse, "mark", PANEL, (letter,)) for letter in "CGH")
    yield from ((boathouse, name, CHAIR, ()) for name in ("moderation", "decide"))
    yield scout, "compare", OFFICER, ()


def _of_decisions() -> Iterator[Page]:
    scout, tea = "The scout", "The tea rooms"
    for who in (LEAD, OFFICER):
        yield scout, "proposal", who, ()
        yield scout, "decisions", who, ()
        yield scout, "records", who, ()
        yield scout, "history", who, ()
    yield scout, "history", AUDITOR, ()
    yield scout, "record", OFFICER, (_records(scout)[-1],)
    yield scout, "compare_records", OFFICER, ()
    yield scout, "publication", OFFICER, ()
    yield scout, "ask_again", LEAD, ()
    yield tea, "look_again", OFFICER, ()
    for who in (LEAD, OFFICER, AUDITOR):
        yield scout, "packs", who, ()


def _of_packs(pack: IssuedPack, order: PackOrder) -> Iterator[tuple[str, str, str]]:
    """Yield the pages beside proposals that tell of packs: what they are called, who asks, and the path."""
    said = {
        "pack orders": ("pack_orders",),
        "pack order": ("pack_order", order.pk),
        "pack codes": ("pack_codes",),
        "pack code": ("pack_code", in_groups(pack.code)),
        "verify pack": ("verify_pack",),
    }
    for called, (name, *more) in said.items():
        yield called, OFFICER, reverse(f"appraisal:{name}", args=[COUNCIL, *more])


def _of_places() -> Iterator[tuple[str, str, str]]:
    """Yield the pages of places: what they are called, who asks, and the path."""
    said = {
        "places": ("places",),
        "place": ("place", "balsall-heath"),
        "prices": ("prices",),
        "social capital": ("social_capital",),
        "proposals of a place": ("place_proposals", "castle-vale"),
    }
    for called, (name, *more) in said.items():
        yield called, OFFICER, reverse(f"appraisal:{name}", args=[COUNCIL, *more])


def _issued(officer: User) -> IssuedPack:
    """Issue a whole pack of a decision, with its report."""
    return issue_pack(
        by=officer,
        of=Record.objects.get(pk=_records("The scout")[-1]),
        exempt=True,
        address=lambda code: f"{_CODES}{in_groups(code)}/",
        at=timezone.now(),
    )


def _ordered(officer: User) -> PackOrder:
    """Order packs which nobody draws, of all records that there are."""
    return order_packs(
        by=officer,
        authority=Authority.objects.get(slug=COUNCIL),
        records=list(Record.objects.order_by("pk").values_list("pk", flat=True)),
        exempt=True,
        base=_CODES,
        at=timezone.now(),
        then=lambda order: None,
    )


def _proposal(title: str) -> Proposal:
    return Proposal.objects.get(title__startswith=title)


def _records(title: str) -> list[int]:
    own = Record.objects.filter(proposal=_proposal(title)).order_by("pk")
    return list(own.values_list("pk", flat=True))


class _People:
    """Who is signed in: each person once."""

    def __init__(self) -> None:
        self._sessions: dict[str, str] = {}

    def session(self, who: str, title: str) -> str:
        """Return the session of somebody: of the council by their address, of a group its lead."""
        own = _proposal(title).organisation.memberships.filter(role=Role.GROUP_LEAD)
        email = f"{who}@northfield.example" if who != LEAD else own.get().user.email
        if email not in self._sessions:
            self._sessions[email] = session_of(User.objects.get(email=email))
        return self._sessions[email]


def fill() -> dict[str, object]:
    """Build the demo, and return its pages: name, path and session."""
    call_command("migrate", verbosity=0)
    build_demo(at=timezone.now())
    second_steps()
    people, pages = _People(), []
    for part in (_of_enquiries, _of_what_was_sent, _of_assessments, _of_the_panel, _of_decisions):
        for title, name, who, more in part():
            proposal = _proposal(title)
            path = reverse(f"appraisal:{name}", args=[COUNCIL, proposal.pk, *more])
            if name == "compare_records":
                one, other = _records(title)[0], _records(title)[-1]
                path += f"?one={one}&other={other}"
            said = " ".join(str(one) for one in more if not isinstance(one, int))
            called = f"{name.replace('_', ' ')} {said}".strip()
            session = people.session(who, title)
            pages.append((f"{called}, {who} ({proposal.state})", path, session))
    officer = User.objects.get(email=f"{OFFICER}@northfield.example")
    pack = _issued(officer)
    for called, who, path in (*_of_packs(pack, _ordered(officer)), *_of_places()):
        pages.append((f"{called}, {who}", path, people.session(who, "The scout")))
    kept = reverse("appraisal:issued_pack", args=[COUNCIL, pack.record.proposal_id, pack.pk])
    return {
        "council": COUNCIL,
        "proposal": str(_proposal("Norton Hall").pk),
        "group": people.session(LEAD, "Norton Hall"),
        "officer": people.session(OFFICER, "Norton Hall"),
        "savers": [],
        "cookie": settings.SESSION_COOKIE_NAME,
        "pages": pages,
        "kept": {
            "path": kept,
            "number": pack.pk,
            "size": pack.size,
            "bare": session_of(officer, by=AUTHENTICATION_BACKENDS[0]),
        },
    }


if __name__ == "__main__":
    print(json.dumps(fill()))
