"""A proposal that is being assessed, and what its officers do with it: shared by tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from appraisal.actions.assessing import (
    Found,
    save_conditions,
    save_finding,
    save_words,
    say_ready,
)
from appraisal.actions.discounts import save_discount
from appraisal.assessing import PREFIX
from appraisal.models import Proposal, State
from appraisal.queries import sheet_of
from appraisal.queries.assessed import Assessed, assessed_of
from core.models import User
from tests.appraisal.site.people import NOW, Site, answer, give
from tests.engine.golden import whole


def under_assessment(site: Site, state: State = State.ASSESSMENT) -> Site:
    """Answer the worked example of the hall, and put the proposal where officers assess it."""
    member, officer = site.people["member"], site.people["officer"]
    hall = whole("hall")
    give(officer, site.proposal, "council", market_rent_gbp_pa=12000)
    for letter in "ABCHIJK":
        answer(member, site.proposal, letter, **hall["answers"][letter])
    answer(officer, site.proposal, "D", imd_edition=2025, imd_rank=1462)
    answer(member, site.proposal, "E", ratings={"be-healthy": "major"})
    answer(officer, site.proposal, "L", **hall["answers"]["L"])
    since = NOW - timedelta(days=1)
    Proposal.objects.filter(pk=site.proposal.pk).update(state=state, state_since=since)
    return site


def fresh(site: Site) -> Proposal:
    return Proposal.objects.select_related("authority").get(pk=site.proposal.pk)


def assessed(site: Site) -> Assessed:
    return assessed_of(fresh(site))


def find(
    site: Site, letter: str, verdict: str = "accept", *, by: str = "officer", **more: Any
) -> bool:
    """Save a finding, as somebody would who has just opened the page."""
    sheet = sheet_of(fresh(site))
    more.setdefault("reason", "" if verdict == "accept" else "Seen on the visit.")
    more.setdefault("evidence", "documented")
    more.setdefault("answers_seen", sheet.saves(letter))
    seen = more.pop("seen", sheet.saves(f"{PREFIX}{letter}"))
    return save_finding(
        by=site.people[by],
        proposal=fresh(site),
        criterion=sheet.scheme.by_letter[letter],
        found=Found(verdict=verdict, **more),
        seen=seen,
        at=NOW,
    )


def complete(site: Site, *, but: str = "", by: str = "officer") -> None:
    """Do all that makes an assessment complete, but for one letter or page."""
    for letter in sheet_of(fresh(site)).scheme.by_letter:
        if letter != but and letter not in assessed(site).findings:
            find(site, letter, by=by)
    about: dict[str, Any] = {"by": site.people[by], "proposal": fresh(site), "seen": 0, "at": NOW}
    if but != "summary":
        save_words(page="summary", words="A strong hall.", **about)
    if but != "equality":
        save_words(page="equality", words="It helps older people most.", **about)
    if but != "conditions":
        save_conditions(standard=["repair"], own=["The hall keeps its name."], **about)


def recommend(site: Site, percent: int | None, reason: str = "") -> None:
    proposal = fresh(site)
    seen = sheet_of(proposal).saves(f"{PREFIX}discount")
    officer = site.people["officer"]
    save_discount(by=officer, proposal=proposal, percent=percent, reason=reason, seen=seen, at=NOW)


def made_ready(site: Site, by: str = "officer") -> Site:
    complete(site)
    person: User = site.people[by]
    say_ready(by=person, proposal=fresh(site), fingerprint=assessed(site).fingerprint, at=NOW)
    return site


def checked(client: Client, site: Site, **more: str) -> Any:
    """Press “Sign it off” on the page as it stands."""
    address = site.address("sign_off")
    sent = {"do": "sign-off", "fingerprint": assessed(site).fingerprint, **more}
    return client.post(address, sent)
