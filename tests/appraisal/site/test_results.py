"""Who sees what of a result: the group its own estimate, the officer both ledgers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client

from appraisal.queries.mapping import file_mapping
from appraisal.result import result_of
from tests.appraisal.site.browsing import words_of
from tests.appraisal.site.files import preview_of, send_file, take, take_over, written
from tests.appraisal.site.people import Site, answer, begin, build_site, fingerprint, give
from tests.pack.conftest import text_of

pytestmark = pytest.mark.django_db

# Figures that stand nowhere else on a page.
VALUE, CONSIDERATION, CONDITIONS, RENT = 987654, 123457, 45679, 13579
WORDS = ("Discount derived", "undervalue", "Undervalue", "General Disposal Consent", "unrestricted")


def valued(site: Site) -> Site:
    """Have the officer give the figures, and the group enough answers for a discount."""
    figures = {
        "market_rent_gbp_pa": RENT,
        "unrestricted_value_gbp": VALUE,
        "consideration_gbp": CONSIDERATION,
        "voluntary_conditions_gbp": CONDITIONS,
    }
    officer, member = site.people["officer"], site.people["member"]
    give(officer, site.proposal, "council", **{key: Decimal(figures[key]) for key in figures})
    answer(member, site.proposal, "A", capital_cost_gbp="1000", secured_gbp="1000")
    answer(member, site.proposal, "C", level="strong")
    return site


def shown_as(figure: int | Decimal) -> tuple[str, str]:
    return f"{figure:,}", str(figure)


def secrets(site: Site) -> Iterator[str]:
    """Yield how the figures that a group may not see would be written."""
    discount, undervalue = site.sheet.appraisal.discount, site.sheet.appraisal.undervalue
    assert discount is not None
    assert discount.amount
    assert undervalue is not None
    for figure in (VALUE, CONSIDERATION, CONDITIONS, discount.amount, undervalue.amount):
        yield from shown_as(figure)


def pages_of(site: Site) -> list[str]:
    facts = [site.address("facts", page) for page in ("about", "group", "asset", "terms")]
    letters = [site.letter(letter) for letter in site.sheet.scheme.by_letter]
    names = ("proposal", "check", "result", "appraisal_file", "import")
    return [*facts, *letters, *(site.address(name) for name in names)]


def test_a_group_finds_the_discount_and_the_legal_figures_on_no_page(site: Site) -> None:
    valued(site)
    client = site.client("member")
    hidden = tuple(secrets(site))
    for address in pages_of(site):
        response = client.get(address)
        assert response.status_code == 200, address
        content = response.content.decode()
        assert [one for one in (*hidden, *WORDS[:3]) if one in content] == [], address


def test_a_group_finds_them_in_no_page_of_its_pack_nor_in_the_file_inside(site: Site) -> None:
    valued(site)
    drawn = site.client("member").get(site.address("pack"))
    assert drawn.status_code == 200
    with pikepdf.open(io.BytesIO(drawn.content)) as pdf:
        inside = [one.get_file().read_bytes().decode() for one in pdf.attachments.values()]
    assert inside, "the pack holds the file it was drawn from"
    hidden = tuple(secrets(site))
    for text in (text_of(drawn.content), *inside):
        assert [one for one in (*hidden, "General Disposal Consent") if one in text] == []


def test_a_group_s_file_comes_to_the_same_points_without_the_legal_figures(site: Site) -> None:
    valued(site)
    downloaded = site.client("member").get(site.address("appraisal_file"))
    own = json.loads(downloaded.content)
    whole = json.loads(site.client("officer").get(site.address("appraisal_file")).content)
    legal = {"unrestricted_value_gbp", "consideration_gbp", "voluntary_conditions_gbp"}
    assert whole["terms"].keys() - own["terms"].keys() == legal
    assert {**whole, "terms": 0} == {**own, "terms": 0}


def test_a_group_s_preview_does_not_tell_the_figures_that_stay(site: Site) -> None:
    valued(site)
    layout = json.loads(site.client("member").get(site.address("appraisal_file")).content)
    layout["terms"] |= {"unrestricted_value_gbp": 1, "market_rent_gbp_pa": 1}
    send_file(site, site.client("member"), written({**layout, "title": "Another"}))
    shown = preview_of(site, site.client("member"))
    assert [one for one in secrets(site) if one in shown.content.decode()] == []
    assert "Market rent" in words_of(shown), "of what they may see it says that it stays"
    assert take(site, site.client("member"), shown).status_code == 302
    assert site.sheet.file.answers.terms.unrestricted_value_gbp == VALUE


def test_a_group_sees_the_discount_where_its_council_shows_it(db: None) -> None:
    site = valued(build_site(groups_see_discount=True))
    discount = site.sheet.appraisal.discount
    assert discount
    assert discount.amount
    shown = words_of(site.client("member").get(site.address("result")))
    assert "Discount derived" in shown
    assert f"{discount.amount:,}" in shown
    assert "General Disposal Consent" not in shown
    assert site.client("rival").get(site.address("result")).status_code == 404


def test_an_officer_sees_both_ledgers(site: Site) -> None:
    valued(site)
    shown = words_of(site.client("officer").get(site.address("result")))
    discount, undervalue = site.sheet.appraisal.discount, site.sheet.appraisal.undervalue
    assert discount
    assert undervalue
    for said in (
        "Discount derived",
        f"£{discount.amount:,}",
        f"£{undervalue.amount:,}",
        "General Disposal Consent",
    ):
        assert said in shown, said
    check = words_of(site.client("officer").get(site.address("check")))
    assert f"£{VALUE:,}" in check
    assert f"£{CONSIDERATION:,}" in check


def test_a_group_reads_that_it_is_its_own_estimate(site: Site) -> None:
    said = "Your own estimate. The council has not agreed it"
    assert said in words_of(site.client("member").get(site.address("result")))
    assert said not in words_of(site.client("officer").get(site.address("result")))


@pytest.mark.parametrize("who", ["member", "officer"])
def test_what_is_provisional_is_said_and_what_cannot_be_scored_is_named(
    site: Site, who: str
) -> None:
    answer(site.people["member"], site.proposal, "H")
    assert site.sheet.appraisal.provisional
    shown = words_of(site.client(who).get(site.address("result")))
    assert "This result is provisional. The market rent is not known yet" in shown
    assert "H Community participation" in shown.split("not known yet, so")[1][:60]
    give(site.people["officer"], site.proposal, "council", market_rent_gbp_pa=Decimal(12000))
    assert "provisional" not in words_of(site.client(who).get(site.address("result")))


def test_an_empty_proposal_has_a_result_too(site: Site, member: Client) -> None:
    shown = words_of(member.get(site.address("result")))
    assert "13 of 13 criteria are not answered" in shown
    assert "13 criteria are not answered yet" in words_of(member.get(site.address("check")))


# --- the file that is given out --------------------------------------------------------------------


@pytest.fixture
def full(site: Site) -> Site:
    """Return a site whose proposal says all that a file can hold, in letters of several scripts."""
    valued(site)
    member = site.people["member"]
    texts = "Tŷ Ŵyn – “café” 🏠 £5 <b>&amp;</b>\r\nsecond line"
    give(member, site.proposal, "about", title="Neuadd Tŷ Ŵyn 🏠", summary=texts)
    give(member, site.proposal, "group", legal_form="CIO ŵ")
    give(member, site.proposal, "asset", address="1 Ŷ Lane\r\nTown", floor_area_m2=Decimal("420.5"))
    give(member, site.proposal, "terms", years=25, rent_offered_gbp_pa=Decimal("1200.50"))
    row = {"name": "Cŵn 🐕", "participants": "18", "hours_per_session": "1.5"}
    answer(member, site.proposal, "H", activities=[{**row, "sessions_per_year": "12"}])
    answer(member, site.proposal, "E", ratings={"be-healthy": "major"})
    answer(member, site.proposal, "K", reason="Dim tir – ŵ")
    return site


def test_the_file_read_by_the_command_gives_the_result_of_the_page(
    full: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    response = full.client("officer").get(full.address("appraisal_file"))
    assert response.headers["Content-Disposition"].startswith("attachment")
    path = tmp_path / "appraisal.json"
    path.write_bytes(response.content)
    call_command("appraise", str(path), "--format", "json")
    assert json.loads(capsys.readouterr().out) == json.loads(
        json.dumps(result_of(full.sheet.appraisal))
    )


def test_every_letter_comes_through_the_pages_and_the_file_unharmed(full: Site) -> None:
    content = full.client("member").get(full.address("appraisal_file")).content.decode()
    for said in ("Neuadd Tŷ Ŵyn 🏠", "Cŵn 🐕", "1 Ŷ Lane", "Dim tir – ŵ", "CIO ŵ"):
        assert said in content, said
        assert said in words_of(full.client("officer").get(full.address("check")))


@pytest.mark.parametrize("who", ["member", "officer"])
def test_sending_back_the_file_that_was_given_out_changes_nothing(full: Site, who: str) -> None:
    client = full.client(who)
    before = fingerprint()
    send_file(full, client, client.get(full.address("appraisal_file")).content)
    shown = preview_of(full, client)
    assert "Nothing: the proposal says all this already." in words_of(shown)
    assert "What stays as it is" not in words_of(shown)
    take(full, client, shown, "no")
    assert fingerprint() == before


def test_a_copy_of_a_proposal_made_by_its_file_says_the_same(full: Site, db: None) -> None:
    content = full.client("officer").get(full.address("appraisal_file")).content
    wanted: Any = json.loads(content)
    people = full.people
    copy = build_copy(full)
    for who in ("member", "officer"):
        take_over(full, full.client(who), content, copy)
    fresh = file_mapping(Site(full.council, full.other, full.group, people, copy).sheet)
    assert json.loads(json.dumps(fresh)) == wanted


def build_copy(site: Site) -> Any:
    return begin(site.council, site.group, site.people["member"])


def test_a_group_reads_no_price_from_its_discount_on_a_freehold(db: None) -> None:
    site = valued(build_site(groups_see_discount=True, tenure="freehold"))
    discount = site.sheet.appraisal.discount
    assert discount is not None
    assert discount.basis == "price"
    response = site.client("member").get(site.address("result"))
    assert f"{discount.percent}%" in words_of(response)
    content = response.content.decode()
    assert [one for one in secrets(site) if one in content] == []
    assert (
        shown_as(discount.amount or 0)[0]
        in site.client("officer").get(site.address("result")).content.decode()
    )


def test_the_answers_and_the_result_count_alike_what_is_unanswered(
    site: Site, member: Client
) -> None:
    """Deprivation that was saved without a rank is no answer, on either page."""
    answer(site.people["member"], site.proposal, "A", capital_cost_gbp="1000")
    answer(site.people["officer"], site.proposal, "D")
    unanswered = sum(one.status == "unanswered" for one in site.sheet.appraisal.criteria)
    assert unanswered == 12
    assert f"{unanswered} criteria are not answered yet" in words_of(
        member.get(site.address("check"))
    )
    result = words_of(member.get(site.address("result")))
    assert f"{unanswered} of 13 criteria are not answered" in result
