"""Whatever is typed into a page: it is read rightly, or said beside its box, and all of it is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from appraisal.forms.questions import field_of
from appraisal.models import Asset
from appraisal.result import result_of
from core.forms import AmountField, NumberField, WholeField
from tests.appraisal.site.browsing import Boxes, boxes, complaints, fill_in, page_of, send, words_of
from tests.appraisal.site.people import Site, begin, fingerprint, give

pytestmark = pytest.mark.django_db

WRONG = [
    ("twelve", "must be a number in figures"),
    ("12 000 pounds", "must be a number"),
    ("-5", "must be 0 or more"),
    ("−£5", "must be 0 or more"),
    ("1000000000000", "must be less than 1,000,000,000,000"),
    ("9" * 101, "must be less than 1,000,000,000,000"),
    ("9" * 10_001, "must be less than 1,000,000,000,000"),
    ("1e400", "must be a number in figures"),
    ("1e3", "must be a number in figures"),
    ("NaN", "must be a number in figures"),
    ("Infinity", "must be a number in figures"),
    ("0x10", "must be a number in figures"),
    ("١٢", "must be written with the figures 0 to 9"),
    ("1,20,0", "commas only between thousands"),
    ("0.0000001", "no more than 6 decimal places"),
    ("12\0", "must be a number"),
    ("🏠", "must be a number in figures"),
]
RIGHT = [
    ("£1,200.50", "1200.5", "£1,200.50"),
    ("1 200", "1200", "£1,200"),
    ("1\u00a0200\u2009", "1200", "£1,200"),
    (" 1200 ", "1200", "£1,200"),
    ("£ 0", "0", "£0"),
    ("999999999999.99", "999999999999.99", ""),
]


def assert_kept(response: object, typed: Boxes) -> None:
    """See that everything typed still stands in the boxes, as HTML can hold it."""
    stands = boxes(response)
    for name, value in typed.items():
        said = str(value).replace("\0", "\ufffd").replace("\r\n", "\n")
        assert stands[name].replace("\r\n", "\n") == said, name


def test_a_figure_that_is_none_is_said_beside_its_box(site: Site, member: Client) -> None:
    for typed, words in WRONG:
        sent = {
            "capital_cost_gbp": "250,000",
            "secured_gbp": typed,
            "evidence": "Ŵ 🏠 <b>\r\n&amp;",
        }
        response = fill_in(member, site.letter("A"), sent)
        found = complaints(response)
        assert found.keys() == {"secured_gbp"}
        assert words in found["secured_gbp"], typed
        assert_kept(response, sent)
        assert site.sheet.entry("A").given == {}, "nothing of it counts yet"
        assert_kept(member.get(site.letter("A")), sent)


def test_a_figure_is_read_as_people_write_it(site: Site, member: Client) -> None:
    for typed, stored, shown in RIGHT:
        sent = {"capital_cost_gbp": "999999999999.99", "secured_gbp": typed}
        assert fill_in(member, site.letter("A"), sent).status_code == 302, typed
        assert site.sheet.entry("A").given["secured_gbp"] == stored
        assert site.sheet.file.answers.letters["A"].given["secured_gbp"] == Decimal(stored)
        if shown:
            assert shown in words_of(member.get(site.address("check"))), typed


def test_a_figure_with_a_sign_and_commas_comes_to_the_same_result(
    site: Site, member: Client
) -> None:
    results = []
    for cost, secured in (("£1,600", "£1,200.50"), ("1600", "1200.5"), ("1 600.0", "1 200.50")):
        fill_in(member, site.letter("A"), {"capital_cost_gbp": cost, "secured_gbp": secured})
        results.append(result_of(site.sheet.appraisal))
    assert results[0] == results[1] == results[2]
    assert site.sheet.appraisal.points > 0


FIGURES = {
    "terms": {"years", "rent_offered_gbp_pa"},
    "asset": {"floor_area_m2", "site_area_m2"},
    "council": {
        *("market_rent_gbp_pa", "unrestricted_value_gbp"),
        *("consideration_gbp", "voluntary_conditions_gbp"),
    },
}


@pytest.mark.parametrize("facts", FIGURES)
def test_the_figures_of_facts_are_read_with_the_same_care(site: Site, facts: str) -> None:
    client = site.client("officer" if facts == "council" else "member")
    address, names = site.address("facts", facts), FIGURES[facts]
    for typed in ("lots", "-1", "NaN", "1e400", "١٢"):
        opened = client.get(address)
        sent = {**boxes(opened), **dict.fromkeys(names, typed)}
        response = send(client, address, sent)
        assert complaints(response).keys() == names
        assert_kept(response, {key: value for key, value in sent.items() if key != "page-saves"})


def test_every_figure_of_every_page_is_one_of_our_fields(site: Site, member: Client) -> None:
    # So that what is tried here on some holds for all.
    for criterion in site.sheet.scheme.criteria:
        for question in criterion.questions:
            for one in (question, *question.columns):
                if one.kind in ("amount", "number", "whole", "rank"):
                    assert isinstance(field_of(one), AmountField | NumberField | WholeField)


# --- texts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "box", "most"),
    [
        ("about", "title", 200),
        ("about", "summary", 10_000),
        ("group", "legal_form", 100),
        ("group", "contact_name", 200),
        ("group", "contact_phone", 40),
        ("asset", "address", 1_000),
    ],
)
def test_a_text_that_is_too_long_is_kept_whole(
    site: Site, member: Client, facts: str, box: str, most: int
) -> None:
    address = site.address("facts", facts)
    long = "ŵ" * (most + 1)
    response = fill_in(member, address, {box: long})
    assert f"no more than {most:,} characters".replace(",", "") in complaints(response)[
        box
    ].replace(",", "")
    assert_kept(response, {box: long})
    assert fill_in(member, address, {box: long[:-1]}).status_code == 302
    assert boxes(member.get(address))[box] == long[:-1]


@pytest.mark.parametrize(
    ("box", "typed", "kept"),
    [
        ("postcode", " b33 8tx ", "B33 8TX"),
        ("postcode", "ec1a1bb", "EC1A 1BB"),
        ("postcode", "W1A 0AX", "W1A 0AX"),
        ("postcode", "m1 1ae", "M1 1AE"),
        ("postcode", "gir 0aa", "GIR 0AA"),
        ("postcode", "", ""),
        ("uprn", "1", "1"),
        ("uprn", "1000 7034 8191", "100070348191"),
        ("uprn", "000000000012", "000000000012"),
    ],
)
def test_a_postcode_and_a_uprn_are_kept_tidy(
    site: Site, member: Client, box: str, typed: str, kept: str
) -> None:
    address = site.address("facts", "asset")
    assert fill_in(member, address, {box: typed}).status_code == 302
    assert boxes(member.get(address))[box] == kept


@pytest.mark.parametrize(
    ("box", "typed"),
    [
        *(("postcode", one) for one in ("B33", "B33 8T", "B33 8CX", "1B3 8TX", "Q1 1AA", "ŵ" * 11)),
        *(("postcode", one) for one in ("Norton Road", "B333 8TX", "B33 8TX B33 8TX", "B３3 8TX")),
        *(("uprn", one) for one in ("1000070348191", "12a", "-1", "1.5", "١٢", "n/a")),
    ],
)
def test_what_is_no_postcode_and_no_uprn_is_said_and_kept(
    site: Site, member: Client, box: str, typed: str
) -> None:
    response = fill_in(member, site.address("facts", "asset"), {box: typed})
    wanted = {"postcode": "Enter a full UK postcode", "uprn": "number of up to 12 digits"}
    assert wanted[box] in complaints(response)[box]
    assert_kept(response, {box: typed})


@pytest.mark.parametrize("box", ["evidence", "not-applicable-reason"])
def test_10_001_characters_beside_a_criterion_are_too_many(
    site: Site, member: Client, box: str
) -> None:
    sent = {"capital_cost_gbp": "5", box: "ŷ" * 10_001, "not-applicable": "true"}
    response = fill_in(member, site.letter("A"), sent)
    assert complaints(response).keys() >= {box}
    assert_kept(response, sent)


TEXTS = ("Tŷ Ŵyn", "🏠👩\u200d👧", "<script>alert(1)</script>", "{{ x }} %(a)s", "a\nb", '"&quot;')


def test_every_letter_is_kept_as_it_is(site: Site, member: Client) -> None:
    for text in TEXTS:
        typed = {**row(0), "activities-0-name": text.replace("\n", " "), "evidence": text}
        assert fill_in(member, site.letter("H"), typed).status_code == 302
        about = fill_in(member, site.address("facts", "about"), {"summary": text})
        assert about.status_code == 302
        assert_kept(member.get(site.letter("H")), typed)
        for client in (member, site.client("officer")):
            checked = client.get(site.address("check"))
            assert text.split("\n")[0] in page_of(checked).text_content()
            assert b"<script>alert" not in checked.content
        assert site.sheet.file.summary == text


def test_a_nul_in_a_text_is_refused_in_words(site: Site, member: Client) -> None:
    for facts, box in (("about", "summary"), ("group", "legal_form"), ("asset", "address")):
        address = site.address("facts", facts)
        response = fill_in(member, address, {box: "a\0b"})
        assert complaints(response).keys() == {box}
        assert member.get(address).status_code == 200


def test_a_nul_in_a_row_is_refused_in_words(site: Site, member: Client) -> None:
    response = fill_in(member, site.letter("H"), {"activities-0-name": "a\0b"})
    assert "activities-0-name" in complaints(response)


def test_a_blank_title_is_refused(site: Site, member: Client) -> None:
    response = fill_in(member, site.address("facts", "about"), {"title": " \u2003"})
    assert complaints(response).keys() == {"title"}
    assert site.sheet.proposal.title == "Our hall"


# --- rows and choices ------------------------------------------------------------------------------


def row(number: int, hours: str = "1.5") -> Boxes:
    start = f"activities-{number}-"
    typed = {"name": f"Club {number} ŵ", "participants": "18", "sessions_per_year": "12"}
    return {f"{start}{key}": value for key, value in {**typed, "hours_per_session": hours}.items()}


def test_201_rows_are_too_many_and_200_are_not(site: Site, member: Client) -> None:
    typed = {key: value for n in range(201) for key, value in row(n).items()}
    response = send(member, site.letter("H"), {**typed, "page-saves": "0"})
    (said,) = complaints(response).values()
    assert said == "There are 201 rows and the most there can be is 200. Remove 1 row"
    assert_kept(response, typed)
    fewer = {**boxes(response), "change_rows": "remove activities 7"}
    shorter = boxes(member.post(site.letter("H"), fewer))
    assert send(member, site.letter("H"), shorter).status_code == 302
    assert len(site.sheet.entry("H").given["activities"]) == 200  # type: ignore[arg-type]


def test_each_wrong_row_is_named(site: Site, member: Client) -> None:
    typed = {**row(0), **row(5, "x"), **row(9, "-1")}
    response = fill_in(member, site.letter("H"), typed)
    found = complaints(response)
    assert found.keys() == {"activities-5-hours_per_session", "activities-9-hours_per_session"}
    assert found["activities-5-hours_per_session"].startswith("Activity 2: ")
    assert_kept(response, typed)


@pytest.mark.parametrize(
    ("letter", "box", "value"),
    [
        ("C", "level", "excellent"),
        ("C", "level", "a\0b"),
        ("M", "level", "strong"),
        ("E", "ratings-be-healthy", "huge"),
        ("K", "land-0-use", "gold"),
    ],
)
def test_a_choice_that_is_not_on_the_list_is_refused(
    site: Site, member: Client, letter: str, box: str, value: str
) -> None:
    response = fill_in(member, site.letter(letter), {box: value, "evidence": "kept"})
    assert box in complaints(response)
    assert boxes(response)["evidence"] == "kept"
    assert letter not in site.sheet.entries


def test_ratings_of_what_is_not_on_the_list_are_ignored(site: Site, member: Client) -> None:
    sent = {"ratings-be-rich": "major", "ratings-": "major", "ratings-be-healthy": "some"}
    assert fill_in(member, site.letter("E"), sent).status_code == 302
    assert site.sheet.entry("E").given == {"ratings": {"be-healthy": "some"}}


def test_a_tenure_that_is_not_on_the_list_is_refused(site: Site, member: Client) -> None:
    response = fill_in(member, site.address("facts", "terms"), {"tenure": "gift", "years": "1000"})
    assert complaints(response).keys() == {"tenure", "years"}


def test_a_date_that_is_none_is_said_beside_its_boxes(site: Site, officer: Client) -> None:
    typed = {"valuation_date-day": "31", "valuation_date-month": "2", "valuation_date-year": "x"}
    response = fill_in(officer, site.address("facts", "council"), typed)
    assert len(complaints(response)) == 1
    assert_kept(response, typed)


def test_another_valuation_date_needs_a_reason(site: Site, officer: Client) -> None:
    address = site.address("facts", "council")
    response = fill_in(officer, address, {"valuation_date-year": "2025"})
    assert complaints(response).keys() == {"valuation_date_reason"}
    again = {**boxes(response), "valuation_date_reason": "The lease starts earlier"}
    assert send(officer, address, again).status_code == 302
    assert site.sheet.proposal.valuation_date.year == 2025


def test_a_group_cannot_take_the_ground_from_under_the_council_s_rank(
    site: Site, member: Client
) -> None:
    Asset.objects.filter(proposal=site.proposal).update(imd_edition=2025, imd_rank=9)
    response = fill_in(member, site.address("facts", "asset"), {"name": ""})
    assert complaints(response).keys() == {"name"}
    assert site.sheet.file.answers.deprivation == (2025, 9)


# --- what no page of ours sends ----------------------------------------------------------------------


def test_a_forged_count_of_saves_stores_nothing_over_another_s(site: Site, member: Client) -> None:
    fill_in(member, site.letter("A"), {"capital_cost_gbp": "5"})
    before = fingerprint()
    for saves in ("x", "-1", "1" + "0" * 20, "", "１", "1.0", None):
        response = send(member, site.letter("A"), {"capital_cost_gbp": "6", "page-saves": saves})
        assert response.status_code == 200, saves
        assert page_of(response).xpath("//*[@id='conflict']")
        assert boxes(response)["capital_cost_gbp"] == "6"
    assert fingerprint() == before


def test_a_forged_button_of_rows_changes_nothing(site: Site, member: Client) -> None:
    before = fingerprint()
    typed = {**row(0, ""), "page-saves": "0", "page-then": "x"}
    for button in ("add x", "remove activities", "remove activities x", "add activities 9", "\0 x"):
        response = member.post(site.letter("H"), {**typed, "change_rows": button})
        assert response.status_code == 200, button
        assert row(0, "").items() <= boxes(response).items()
    assert fingerprint() == before


def test_an_unknown_button_saves_and_leads_to_the_tasks(site: Site, member: Client) -> None:
    response = fill_in(member, site.letter("A"), {"capital_cost_gbp": "5"}, "//evil.example")
    assert response.headers["Location"] == f"{site.address('proposal')}?saved=A"


def test_5_001_fields_are_answered_in_words(site: Site, member: Client) -> None:
    before = fingerprint()
    response = member.post(site.letter("H"), {f"x{n}": "1" for n in range(5_001)})
    assert response.status_code == 400
    assert "We cannot take what was sent" in page_of(response).text_content()
    assert "Traceback" not in response.content.decode()
    assert fingerprint() == before


def test_a_guessed_letter_is_not_found(site: Site, member: Client) -> None:
    for letter in ("Z", "a", "AB", "%00", "é", "A%2F", "🏠"):
        address = site.letter("A").replace("/criteria/A/", f"/criteria/{letter}/")
        for ask in (member.get, member.post):
            assert ask(address).status_code == 404, letter


def test_a_forged_query_does_no_harm(site: Site, member: Client) -> None:
    pages = [site.address(name) for name in ("proposal", "check")]
    for query in ("saved=Z", "saved=%00", "kept=A", "saved=A&kept=B", "changed", "page=x"):
        for address in (*pages, site.letter("A"), "/brum/proposals/"):
            assert member.get(f"{address}?{query}").status_code == 200, query


def test_a_page_without_its_lists_says_so_and_loses_no_rating(site: Site, member: Client) -> None:
    bare = begin(site.council, site.group, site.people["member"])
    give(site.people["member"], bare, "terms", tenure="lease")
    bare.aims.all().delete()
    address = site.address("criterion", "E", proposal=bare)
    assert "The council has not given its list for this page yet" in words_of(member.get(address))
    assert fill_in(member, address, {}).status_code == 302
