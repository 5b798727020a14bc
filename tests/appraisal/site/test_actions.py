"""Every write is on record with both sides, in the same transaction, and names no contact."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from appraisal.actions import answers, councils, imports, pages, proposals
from appraisal.actions.answers import Said, agree_not_applicable, save_criterion
from appraisal.actions.councils import (
    CannotFound,
    CannotRegister,
    add_member,
    add_officer,
    found_council,
    register_group,
)
from appraisal.actions.facts import facts_of, save_facts
from appraisal.actions.imports import ChangedSincePreview, take_over
from appraisal.actions.pages import ChangedMeanwhile, keep_unfinished
from appraisal.actions.proposals import CannotConfirm, CannotStart, confirm_paper, start_proposal
from appraisal.models import Proposal
from appraisal.queries import sheet_of
from appraisal.queries.mapping import file_mapping
from core.models import AuditEntry, Authority, Membership, Organisation
from tests.appraisal.site.browsing import fill_in
from tests.appraisal.site.people import NOW, Site, answer, enquire, events, fingerprint, give

pytestmark = pytest.mark.django_db

SECRETS = ("Mair Ŷnys", "mair@secret.example", "0121 496 0999")


def fresh(site: Site) -> Proposal:
    return Proposal.objects.get(pk=site.proposal.pk)


def save(site: Site, seen: int = 0, **given: object) -> bool:
    said = Said(keys={"capital_cost_gbp", "secured_gbp"}, given=given)
    by = site.people["member"]
    return save_criterion(by=by, proposal=fresh(site), letter="A", said=said, seen=seen, at=NOW)


def take(site: Site) -> None:
    before = file_mapping(sheet_of(fresh(site)))
    after = {**before, "title": "Another name"}
    by = site.people["member"]
    take_over(by=by, proposal=fresh(site), before=before, after=after, name="a.json", at=NOW)


def claim_and_agree(site: Site) -> None:
    agree_not_applicable(
        by=site.people["officer"], proposal=fresh(site), letter="K", seen=1, at=NOW
    )


WRITES: dict[str, tuple[Callable[[Site], object], str]] = {
    "page saved": (lambda site: save(site, capital_cost_gbp="5"), "page saved"),
    "facts": (
        lambda site: give(site.people["member"], site.proposal, "about", title="B"),
        "page saved",
    ),
    "agreed": (claim_and_agree, "not applicable agreed"),
    "taken over": (take, "appraisal file taken over"),
    "started": (
        lambda site: enquire(site.council, site.group, site.people["member"]),
        "proposal started",
    ),
    "registered": (
        lambda site: register_group(
            by=site.people["member"], authority=site.council, name="New", join=True, at=NOW
        ),
        "group registered",
    ),
    "founded": (
        lambda site: found_council(slug="new", name="New", region="London", at=NOW),
        "council set up",
    ),
    "officer": (
        lambda site: add_officer(user=site.people["stranger"], authority=site.council, at=NOW),
        "membership added",
    ),
    "member": (
        lambda site: add_member(user=site.people["stranger"], organisation=site.group, at=NOW),
        "membership added",
    ),
}


@pytest.fixture
def ready(site: Site) -> Site:
    """Return a site where every write of the table can be made."""
    answer(site.people["member"], site.proposal, "K", reason="No land")
    return site


def test_every_write_is_on_record(ready: Site) -> None:
    for name, (write, event) in WRITES.items():
        before = AuditEntry.objects.count()
        write(ready)
        assert AuditEntry.objects.count() == before + 1, name
        entry = AuditEntry.objects.latest("pk")
        assert (entry.event, entry.at) == (event, NOW)


def test_what_cannot_be_put_on_record_is_not_done(
    ready: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**said: object) -> None:
        raise RuntimeError("the record cannot be written")

    for module in (answers, councils, imports, pages, proposals):
        if hasattr(module, "record"):
            monkeypatch.setattr(module, "record", broken)
    before = fingerprint()
    for name, (write, _) in WRITES.items():
        with pytest.raises(RuntimeError, match="cannot be written"):
            write(ready)
        assert fingerprint() == before, name


def test_both_sides_of_a_change_are_on_record(site: Site) -> None:
    save(site, capital_cost_gbp="5")
    save(site, seen=1, capital_cost_gbp="6", secured_gbp="1")
    event, detail = events(site.proposal)[-1]
    assert (event, detail["page"]) == ("page saved", "A")
    assert detail["before"]["given"] == {"capital_cost_gbp": "5"}
    assert detail["after"]["given"] == {"capital_cost_gbp": "6", "secured_gbp": "1"}
    give(site.people["member"], site.proposal, "terms", years=25)
    assert events(site.proposal)[-1][1] == {
        "page": "terms",
        "before": {"years": None},
        "after": {"years": 25},
    }


def test_a_save_that_changes_nothing_is_not_on_record(site: Site) -> None:
    assert save(site, capital_cost_gbp="5") is True
    before = fingerprint()
    assert save(site, capital_cost_gbp="5") is False
    assert save(site, seen=1, capital_cost_gbp="5") is False
    assert fingerprint() == before


def test_a_stale_save_changes_nothing(site: Site) -> None:
    save(site, capital_cost_gbp="5")
    before = fingerprint()
    with pytest.raises(ChangedMeanwhile, match="Member Ŵyn saved this page") as caught:
        save(site, seen=0, capital_cost_gbp="6")
    assert caught.value.state.saves == 1
    with pytest.raises(ChangedMeanwhile):
        keep_unfinished(
            by=site.people["member"], proposal=fresh(site), page="A", typed="x=1", seen=7, at=NOW
        )
    assert fingerprint() == before


def test_a_file_over_another_s_save_changes_nothing(site: Site) -> None:
    before = file_mapping(sheet_of(fresh(site)))
    save(site, capital_cost_gbp="5")
    stands = fingerprint()
    with pytest.raises(ChangedSincePreview):
        take_over(
            by=site.people["member"],
            proposal=fresh(site),
            before=before,
            after={**before, "title": "Another"},
            name="a.json",
            at=NOW,
        )
    assert fingerprint() == stands


def test_whom_to_ask_is_never_on_record(site: Site) -> None:
    member = site.client("member")
    contact = {"contact_name": "Bryn Ŵ", "contact_email": "bryn@secret.example"}
    fill_in(member, site.address("facts", "group"), {**contact, "contact_phone": "0121 496 0111"})
    facts = facts_of(fresh(site), "group")
    assert facts["contact_email"] == "bryn@secret.example"
    save_facts(
        by=site.people["member"],
        proposal=fresh(site),
        page="group",
        facts={**facts, "contact_phone": "0121 496 0222"},
        seen=1,
        at=NOW,
    )
    take(site)
    told = json.dumps([[one.event, one.about, one.detail] for one in AuditEntry.objects.all()])
    for secret in (*SECRETS, *contact.values(), "0121 496 0111", "0121 496 0222"):
        assert json.dumps(secret)[1:-1] not in told
        assert secret not in told
    assert "(changed)" in told, "that they changed is"


def test_whom_to_ask_is_in_no_file_and_no_pack_s_answers(site: Site) -> None:
    for who in ("member", "officer"):
        content = site.client(who).get(site.address("appraisal_file")).content.decode()
        assert [secret for secret in SECRETS if secret in content] == []


# --- what cannot be --------------------------------------------------------------------------------


def test_a_council_that_cannot_be(site: Site) -> None:
    wrong: list[dict[str, Any]] = [
        {"region": "Wales"},
        {"region": ""},
        {"slug": "brum"},
        {"slug": "admin"},
        {"slug": "two words"},
        {"slug": "x" * 41},
        {"name": ""},
        {"colour": "red"},
    ]
    before = fingerprint()
    for changed in wrong:
        said = {"slug": "new", "name": "New", "region": "London", **changed}
        with pytest.raises(CannotFound) as cannot:
            found_council(**said, at=NOW)
        assert str(cannot.value).strip(), changed
    assert fingerprint() == before


@pytest.mark.parametrize("name", ["Hall group", "  hall   GROUP ", "", " \t "])
def test_a_group_that_cannot_be(site: Site, name: str) -> None:
    before = fingerprint()
    with pytest.raises(CannotRegister):
        register_group(
            by=site.people["stranger"], authority=site.council, name=name, join=True, at=NOW
        )
    assert fingerprint() == before


def test_another_council_may_know_a_group_of_the_same_name(site: Site) -> None:
    by = site.people["stranger"]
    register_group(by=by, authority=site.other, name="Hall group", join=False, at=NOW)
    assert Organisation.objects.filter(name="Hall group").count() == 2
    assert not Membership.objects.filter(user=by).exists()


def test_to_join_twice_is_to_join_once(site: Site) -> None:
    for _ in range(2):
        add_member(user=site.people["member"], organisation=site.group, at=NOW)
        add_officer(user=site.people["officer"], authority=site.council, at=NOW)
    assert Membership.objects.filter(user=site.people["member"]).count() == 1
    assert Membership.objects.filter(user=site.people["officer"]).count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "needs a title"),
        ({"kind": "theft"}, "has not published a scheme"),
        ({"from_paper": True}, "Only an officer"),
    ],
)
def test_a_proposal_that_cannot_be(site: Site, changed: dict[str, Any], words: str) -> None:
    said: dict[str, Any] = {
        "by": site.people["member"],
        "authority": site.council,
        "organisation": site.group,
        "kind": "asset-transfer",
        "title": "Ours",
        "at": NOW,
    }
    before = fingerprint()
    with pytest.raises(CannotStart, match=words):
        start_proposal(**{**said, **changed})
    assert fingerprint() == before


def test_an_id_that_somebody_else_has_used_starts_nothing(site: Site) -> None:
    rival = Organisation.objects.get(name="Rival group")
    before = fingerprint()
    with pytest.raises(CannotStart, match="started already"):
        enquire(site.council, rival, site.people["rival"], proposal_id=site.proposal.pk)
    assert fingerprint() == before


def test_what_is_not_from_paper_waits_for_nobody(site: Site) -> None:
    with pytest.raises(CannotConfirm):
        confirm_paper(by=site.people["member"], proposal=fresh(site), at=NOW)


def test_lists_that_cannot_be(site: Site) -> None:
    aims: Any = pytest.importorskip("appraisal.actions.aims")
    wrong: list[object] = [
        {},
        [],
        {"Z": {"a": "b"}},
        {"A": {"a": "b"}},
        {"E": ["a"]},
        {"E": {"Capital": "b"}},
        {"E": {"a": ""}},
        {"E": {"a": "b" * 301}},
        {"E": {f"a{n}": "b" for n in range(13)}},
    ]
    before = fingerprint()
    for lists in wrong:
        with pytest.raises(aims.CannotSet):
            aims.set_aims(
                by=None, authority=site.council, kind="asset-transfer", lists=lists, at=NOW
            )
    assert fingerprint() == before
    assert Authority.objects.count() == 2
