"""What the public may not read: chosen by an officer, frozen into the records, kept out of the public pack."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from appraisal.actions.checking import sign_off
from appraisal.actions.exempt import CannotClose, save_exempt
from appraisal.exempt import Closed, to_choose
from appraisal.forms.exempt import ExemptForm
from appraisal.models import ExemptSection, IssuedPack, Recommendation, Record
from appraisal.pack.codes import in_groups, new_code
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.pdf import html_of
from appraisal.queries import sheet_of
from appraisal.queries.packs import issued_document
from appraisal.recorded import read_record
from tests.appraisal.site.assessing import assessed, fresh, made_ready, under_assessment
from tests.appraisal.site.browsing import complaints, fill_in, words_of
from tests.appraisal.site.people import NOW, Site, events
from tests.appraisal.site.sitting import sit

pytestmark = pytest.mark.django_db
WHY = "The talks about the rent still go on."


@pytest.fixture
def judged(site: Site) -> Site:
    return under_assessment(site)


def page(site: Site) -> str:
    return site.address("assess_page", "public")


def row(number: int = 0, **more: str) -> dict[str, str]:
    """Return a row as a browser would send it."""
    usual = {"section": "discount", "paragraph": "3", "why": WHY}
    return {f"closed-{number}-{key}": value for key, value in {**usual, **more}.items()}


def close(site: Site, *sections: str, why: str = WHY, by: str = "officer") -> bool:
    proposal = fresh(site)
    return save_exempt(
        by=site.people[by],
        proposal=proposal,
        closed=[Closed(one, 3, why) for one in sections],
        seen=sheet_of(proposal).saves("assess-public"),
        at=NOW,
    )


def signed_off(site: Site) -> Record:
    made_ready(site)
    print_of = assessed(site).fingerprint
    sign_off(by=site.people["checker"], proposal=fresh(site), fingerprint=print_of, at=NOW)
    return Record.objects.select_related("proposal__authority").get(event="sign-off")


def document(record: Record, *, exempt: bool = False) -> AppraisalDocument:
    return issued_document(
        record,
        exempt=exempt,
        code="SC8KP3G5WC",
        issued=NOW,
        address=lambda code: f"https://example.org/brum/packs/{code}/",
    )


# --- choosing ------------------------------------------------------------------------------------


def test_an_officer_chooses_and_the_next_page_of_it_says_so(judged: Site) -> None:
    officer: Client = judged.client("officer")
    assert "Not chosen yet" in words_of(officer.get(judged.address("assessment")))
    answer = fill_in(officer, page(judged), {"which": "some", **row(), **row(1, section="risks")})
    assert answer.status_code == 302
    stood = ExemptSection.objects.values_list("section", "paragraph", "why")
    assert list(stood) == [("discount", 3, WHY), ("risks", 3, WHY)]
    assert "2 sections closed" in words_of(officer.get(judged.address("assessment")))
    read = words_of(judged.client("checker").get(judged.address("sign_off")))
    assert "The discount and what is left to pay" in read
    assert WHY in read
    event, told = events(judged.proposal)[-1]
    assert event == "exempt sections chosen"
    assert told["before"] == {"exempt": "", "exempt_settled": False}
    assert WHY in told["after"]["exempt"]
    assert "It was chosen what the public may not read" in words_of(
        officer.get(judged.address("history"))
    )


def test_that_all_of_it_is_public_is_a_choice_too(judged: Site) -> None:
    officer = judged.client("officer")
    assert "exempt" not in assessed(judged).beside
    assert fill_in(officer, page(judged), {"which": "all"}).status_code == 302
    assert assessed(judged).beside["exempt"] == []
    assert "All of it is public" in words_of(officer.get(judged.address("assessment")))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"which": "Choose whether the public may read the whole report"}),
        ({"which": "some"}, {"closed": "Choose at least one section that stays closed"}),
        ({"which": "some", **row(why=" ")}, {"why": "say why closing it matters more"}),
        ({"which": "some", **row(paragraph="")}, {"paragraph": "choose the paragraph"}),
        ({"which": "some", **row(paragraph="8")}, {"paragraph": ""}),
        ({"which": "some", **row(section="cellar")}, {"section": ""}),
        ({"which": "some", **row(section="pounds")}, {"section": ""}),
        ({"which": "some", **row(), **row(1)}, {"closed": "stands here twice"}),
        ({"which": "all", **row()}, {"which": "sections that stay closed stand below"}),
    ],
)
def test_what_is_missing_is_said_where_it_is(
    judged: Site, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    officer = judged.client("officer")
    answer = fill_in(officer, page(judged), typed)
    said = complaints(answer)
    for box, words in wrong.items():
        assert any(box in name and words in message for name, message in said.items()), said
    if "closed-0-why" in typed and typed["closed-0-why"].strip():
        assert WHY in answer.content.decode(), "what was typed stays"
    assert not ExemptSection.objects.exists()
    assert not Recommendation.objects.filter(exempt_settled=True).exists()


@pytest.mark.parametrize(
    "closed",
    [
        [Closed("cellar", 3, WHY)],
        [Closed("pounds", 3, WHY)],
        [Closed("risks", 9, WHY)],
        [Closed("risks", 3, " ")],
        [Closed("risks", 3, WHY), Closed("risks", 1, WHY)],
    ],
)
def test_no_program_closes_what_the_page_would_not(judged: Site, closed: list[Closed]) -> None:
    about: dict[str, Any] = {"by": judged.people["officer"], "proposal": fresh(judged)}
    with pytest.raises(CannotClose):
        save_exempt(closed=closed, seen=0, at=NOW, **about)
    assert not ExemptSection.objects.exists()


def test_the_database_refuses_a_section_without_a_reason(judged: Site) -> None:
    close(judged, "risks")
    for wrong in ({"why": ""}, {"paragraph": 8}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExemptSection.objects.update(**wrong)


def test_another_choice_wants_the_assessment_to_be_said_ready_again(judged: Site) -> None:
    made_ready(judged)
    assert assessed(judged).is_ready
    close(judged, "risks")
    assert not assessed(judged).is_ready


def test_the_same_choice_again_changes_nothing(judged: Site) -> None:
    assert close(judged, "risks")
    before = len(events(judged.proposal))
    assert not close(judged, "risks")
    assert len(events(judged.proposal)) == before


def test_who_chose_does_not_sign_it_off(judged: Site) -> None:
    from appraisal.queries.hands import had_a_hand

    assert not had_a_hand(judged.people["checker"], fresh(judged))
    close(judged, "risks", by="checker")
    assert had_a_hand(judged.people["checker"], fresh(judged))


def test_a_service_has_no_building_whose_sections_could_be_closed() -> None:
    transfer, service = to_choose("asset-transfer"), to_choose("coproduction")
    gone = {"asset", "discount", "ledger", "heads-of-terms"}
    assert transfer.keys() - service.keys() == gone
    assert not ExemptForm(
        {"which": "some", **row()},
        sections=service,
    ).is_valid()
    assert ExemptForm({"which": "some", **row()}, sections=transfer).is_valid()


# --- frozen --------------------------------------------------------------------------------------


def test_the_choice_is_frozen_and_a_later_one_does_not_alter_it(judged: Site) -> None:
    close(judged, "discount", "ledger")
    record = signed_off(judged)
    wanted = [{"section": one, "paragraph": 3, "why": WHY} for one in ("discount", "ledger")]
    assert json.loads(record.text)["beside"]["exempt"] == wanted
    before = document(record)
    ExemptSection.objects.all().delete()
    Recommendation.objects.update(exempt_settled=False)
    assert (
        document(Record.objects.select_related("proposal__authority").get(pk=record.pk)) == before
    )
    assert list(before.closed) == ["discount", "ledger"]


def test_a_decision_holds_the_choice_as_well(judged: Site) -> None:
    close(judged, "discount")
    signed_off(judged)
    sitting = sit(judged, whole=True)
    sitting.ready()
    sitting.decides()
    record = Record.objects.select_related("proposal__authority").get(event="decide")
    assert read_record(record.text).closed == (Closed("discount", 3, WHY),)
    public, exempt = document(record), document(record, exempt=True)
    said = html_of(public)
    assert (public.discount, exempt.discount is None) == (None, False)
    assert "Not for publication" in said
    # People stand in the public part by what they are.
    names = {str(one) for one in sitting.people.values()}
    assert any(one in html_of(exempt) for one in names)
    assert not [one for one in names if one in said]
    assert "by the group" in said
    assert "by an officer of the council" in said
    assert "member 1 of the panel, member 2 of the panel" in said


def test_without_a_choice_the_council_s_part_is_not_public(judged: Site) -> None:
    record = signed_off(judged)
    assert read_record(record.text).closed is None
    public = document(record)
    assert (public.report, public.discount, public.undervalue) == (None, None, None)
    assert "The council’s part of the report is not public yet" in html_of(public)
    assert "EXEMPT" not in html_of(public)
    assert "not public yet" not in html_of(document(record, exempt=True))


def test_the_public_words_of_a_decision_close_what_they_leave_out(judged: Site) -> None:
    close(judged)
    signed_off(judged)
    sitting = sit(judged, whole=True)
    sitting.ready()
    sitting.decides()
    record = Record.objects.select_related("proposal__authority").get(event="decide")
    assert document(record).closed == {}
    sitting.publishes(hides_discount=True, exempt_under="3")
    assert list(document(record).closed) == ["discount"]
    said = words_of(judged.client("officer").get(judged.address("packs")))
    assert "leaves out “The discount and what is left to pay”" in said


# --- issuing -------------------------------------------------------------------------------------


def test_the_form_says_what_a_public_pack_of_each_record_leaves_out(judged: Site) -> None:
    close(judged, "implications", "risks")
    signed_off(judged)
    sit(judged, whole=True).freezes("submit")
    said = words_of(judged.client("officer").get(judged.address("packs")))
    assert said.count("nobody had chosen what of it may be read") == 1
    assert (
        "leaves out “The discount and what is left to pay”, “Financial implications” and “Risk register”, and "
        "their figures everywhere else" in said
    )


def test_the_page_of_a_code_does_not_tell_an_exempt_pack_from_a_public_one(judged: Site) -> None:
    close(judged, "discount")
    record = signed_off(judged)
    pages = []
    for number, exempt in enumerate((False, True)):
        code = new_code()
        IssuedPack.objects.create(
            record=record,
            edition="full",
            exempt=exempt,
            code=code,
            sha256=str(number) * 64,
            size=1,
            stored=f"packs/{number}",
            issued_at=NOW,
            issued_by=judged.people["officer"],
        )
        answer = Client().get(reverse("appraisal:pack_code", args=["brum", in_groups(code)]))
        assert answer.status_code == 200
        pages.append(answer.content.decode().replace(in_groups(code), "THE CODE"))
    assert pages[0] == pages[1]
