"""The committee's report: what its sections say of records, to the word."""

from typing import Any

import pytest

from appraisal.chapters import for_record
from appraisal.engine.said import column_head
from appraisal.engine.scheme import Question
from appraisal.pack.report import Issue, Report, Section, report_of
from appraisal.pack.report.blocks import Facts, Numbered, Table, Text
from appraisal.pack.report.terms import granted_of
from tests.pack.recorded import record

ASSESSED: dict[str, Any] = {
    "findings": {
        "A": {
            "verdict": "pick",
            "points": 10,
            "reason": "One letter only.",
            "evidence": "claimed",
            "by": 7,
        },
        "B": {"verdict": "accept", "points": None, "reason": "", "evidence": "verified", "by": 7},
    },
    "summary": "The hall is used.\nThe group can run it.",
    "discount": {"derived_percent": 62, "recommended_percent": "60", "reason": "The roof is new."},
    "conditions": [{"key": "insure", "words": "The group insures the building."}],
    "equality": "No group loses by it.",
}
GATE: dict[str, Any] = {
    "eligibility": [{"question": "Can this group hold it?", "met": True, "reason": "A CIO."}],
    "disclosure": {
        "condition_known": "yes", "condition": "The roof is new.", "surveyed_on": "2026-03-02",
        "costs_known": "yes", "running_costs_gbp_pa": "8400", "costs_made_of": "gas and insurance",
        "title": "freehold", "restricted": "no", "restrictions": "", "open_space": "no",
    },
    "checks": [
        {"title": "Constitution", "outcome": "waived", "reason": "New body.", "evidence": "Draft seen.", "by": 7}
    ],
}  # fmt: skip
PEOPLE = {1: "Asha Khan", 7: "Olu Adeyemi", 8: "Margaret Skelly"}


def signed(**more: Any) -> Issue:
    beside = {**ASSESSED, "gate": GATE, **more}
    picked = {"A": {"points": 10, "reason": "One letter only."}}
    return Issue(
        submitted=record(),
        signed=record(event="sign-off", beside=beside, picked=picked, made_by=7),
        people=PEOPLE,
    )


def of(issue: Issue) -> Report:
    file = issue.newest.file
    return report_of(issue, file.appraise(), file)


def named(report: Report, key: str) -> Section:
    (found,) = (one for one in report.all if one.key == key)
    return found


def facts(found: Section) -> dict[str, str]:
    return {
        one.label: one.text
        for block in found.blocks
        if isinstance(block, Facts)
        for one in block.facts
    }


def rows(found: Section) -> list[list[str]]:
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    return [[cell.text for cell in row] for row in table.grid.rows]


def resolved(issue: Issue) -> list[tuple[str, tuple[str, ...]]]:
    (block,) = (
        one for one in named(of(issue), "recommendation").blocks if isinstance(one, Numbered)
    )
    return list(block.paragraphs)


def test_the_resolution_of_a_lease_to_the_word() -> None:
    assert resolved(signed()) == [
        (
            "agrees to let Norton Hall (illustrative figures) to Illustrative group on a lease of 25 years at a rent "
            "of £4,800 a year, which is a discount of 60% of the market rent of £12,000 (The roof is new);",
            (),
        ),
        (
            "notes that the council forgoes £7,200 of rent a year, £180,000 over the 25 years at today’s rent;",
            (),
        ),
        (
            "is satisfied that the transfer is likely to help the economic, social or environmental well-being of the "
            "area, and notes that the undervalue of £150,000 is within the £2,000,000 of the General Disposal Consent "
            "(England) 2003;",
            (),
        ),
        ("attaches this condition:", ("The group insures the building;",)),
        (
            "authorises the officer responsible for property, with the council’s chief legal officer, to settle the "
            "heads of terms and legal documents within these terms and to complete.",
            (),
        ),
        (
            "has had due regard to the equality considerations in this report, as section 149 of the Equality Act "
            "2010 asks.",
            (),
        ),
    ]


@pytest.mark.parametrize(("name", "begins"), [
    ("freehold", "agrees to sell the freehold of "),
    ("coproduction", "agrees to invest "),
])  # fmt: skip
def test_other_kinds_are_resolved_in_their_own_words(name: str, begins: str) -> None:
    beside = {**ASSESSED, "discount": {"recommended_percent": None, "reason": ""}}
    issue = Issue(signed=record(name, "sign-off", beside=beside))
    (first, _), *_ = resolved(issue)
    assert first.startswith(begins)
    assert "None" not in first


@pytest.mark.parametrize(("name", "says"), [
    (
        "hall",
        "does not agree to let Norton Hall (illustrative figures) to Illustrative group on the terms that are "
        "asked for;",
    ),
    ("freehold", "does not agree to sell the freehold of "),
    ("coproduction", "does not agree to invest in “"),
])  # fmt: skip
def test_a_refusal_is_resolved_in_words_of_its_own(name: str, says: str) -> None:
    beside = {**ASSESSED, "conditions": [], "refusal": True}
    issue = Issue(signed=record(name, "sign-off", beside=beside))
    (first, _), (equality, _) = resolved(issue)
    assert first.startswith(says)
    assert first.endswith(";")
    assert equality.startswith("has had due regard to the equality considerations")
    assert of(issue).headline.box == (f"Officers recommend that the committee {first[:-1]}.",)


def test_an_officers_own_wording_stands_instead() -> None:
    assert resolved(signed(wording="agrees;\n\n notes the risk.")) == [
        ("agrees;", ()),
        ("notes the risk.", ()),
    ]


def test_the_discount_is_the_decided_then_the_recommended_then_the_derived_one() -> None:
    issue = signed()
    appraisal = issue.newest.file.appraise()
    assert appraisal.discount is not None
    recommended = granted_of(issue, appraisal)
    assert recommended is not None
    assert (str(recommended.percent), str(recommended.amount), str(recommended.payable)) == (
        "60",
        "7200.00",
        "4800.00",
    )
    decided = record(
        event="decide",
        beside={"discount": {"percent": "33.33", "reason": "Less."}, "assessment": ASSESSED},
    )
    own = granted_of(Issue(decided=decided), appraisal)
    assert own is not None
    assert (str(own.amount), str(own.payable), str(own.over_term)) == (
        "3999.60",
        "8000.40",
        "99990.00",
    )
    beside = {
        "outcome": "refused",
        "discount": {"percent": None, "reason": ""},
        "assessment": ASSESSED,
    }
    refused = granted_of(Issue(decided=record(event="decide", beside=beside)), appraisal)
    assert refused == recommended, "a refusal grants none: the recommended one stands"
    none = granted_of(Issue(submitted=record()), appraisal)
    assert none is not None
    assert (none.percent, none.reason) == (appraisal.discount.percent, "")


def test_what_officers_recommended_stays_theirs_where_the_panel_decided_another_discount() -> None:
    beside = {
        "outcome": "approved",
        "decided_on": "2026-10-12",
        "discount": {"percent": "75", "reason": "No other place."},
        "assessment": ASSESSED,
    }
    issue = Issue(decided=record(event="decide", beside=beside))
    assert "which is a discount of 60% of the market rent" in resolved(issue)[0][0]
    report = of(issue)
    assert facts(named(report, "recommendation"))["Discount"] == "75% (No other place)"
    assert report.headline.box[0] == "Decided on 12 October 2026: approved, at a discount of 75%."
    assert report.headline.box[1].startswith("Officers recommended that the committee agrees")
    unsaid = {**ASSESSED, "discount": {"derived_percent": 62, "recommended_percent": None}}
    derived = Issue(decided=record(event="decide", beside={**beside, "assessment": unsaid}))
    assert "which is a discount of 62% of the market rent" in resolved(derived)[0][0]


def test_what_the_council_told_and_checked_stands_in_words() -> None:
    report = of(signed())
    told = facts(named(report, "asset"))
    assert told["Condition"] == "The roof is new. Surveyed on 2 March 2026."
    assert told["Running costs"] == "£8,400 a year: gas and insurance"
    assert told["Open space"] == "No"
    blocks = named(report, "applicant").blocks
    tables = [block.grid for block in blocks if isinstance(block, Table)]
    assert [cell.text for cell in tables[0].rows[0]] == ["Can this group hold it?", "Yes", "A CIO."]
    assert [cell.text for cell in tables[1].rows[0]] == [
        "Constitution",
        "Waived",
        "New body. Draft seen.",
    ]


def test_a_changed_score_says_who_changed_it_and_why() -> None:
    table = rows(named(of(signed()), "sides"))
    assert table[0] == [
        "A Financial resources",
        "15",
        "10",
        "20",
        "Officer: 15 → 10. One letter only.",
    ]
    assert table[1][-1] == ""
    assert table[-1][0] == "All criteria that apply"


def test_the_panel_stands_beside_only_where_it_decided() -> None:
    issue = signed()
    agreed = {"A": {"points": 20, "reason": "We heard the bank."}}
    beside = {
        "outcome": "approved", "maker": "panel", "decided_on": "2026-10-12", "minute_reference": "CAB/1",
        "reasons": "It serves many.", "conditions": "", "call_in_ends": None, "discount": {"percent": "60"},
        "assessment": ASSESSED, "gate": GATE,
        "panel": {"quorum": 2, "withdrew": [8], "decided": [1, 9], "agreed": agreed},
    }  # fmt: skip
    panel = record(event="decide", beside=beside, picked=agreed)
    report = of(Issue(submitted=issue.submitted, signed=issue.signed, decided=panel, people=PEOPLE))
    first = rows(named(report, "sides"))[0]
    assert first[1:4] == ["15", "10", "20"]
    assert first[-1] == "Officer: 15 → 10. One letter only. Panel: 10 → 20. We heard the bank."
    assert facts(named(report, "recommendation"))["Decision"] == "Approved"
    assert facts(named(report, "interests"))["Withdrew because of an interest"] == "Margaret Skelly"
    assert (
        "person 9"
        in facts(named(report, "interests"))["Decided, having declared that they have none"]
    )
    alone = {**beside, "maker": "delegated"}
    del alone["panel"]
    without = of(
        Issue(
            submitted=issue.submitted,
            signed=issue.signed,
            decided=record(event="decide-alone", beside=alone),
        )
    )
    assert "Panel" not in str(named(without, "sides"))


def test_chapters_are_told_with_the_wording_of_the_record() -> None:
    chapter = {
        "key": "risks", "title": "Risks", "asked_of": "officer",
        "questions": [
            {"key": "worst", "label": "The worst", "kind": "text", "value": "Fire\nand flood"},
            {"key": "cost", "label": "What it costs", "kind": "amount", "value": "1250.5"},
            {"key": "none", "label": "Not said", "kind": "text", "value": ""},
            {
                "key": "risks", "label": "The risks", "kind": "rows",
                "columns": [
                    {"key": "risk", "label": "Risk", "kind": "text"},
                    {"key": "likely", "label": "Likely", "kind": "whole"},
                ],
                "value": [{"risk": "Fire", "likely": "2"}, {"risk": "Flood"}],
            },
        ],
    }  # fmt: skip
    found = named(of(signed(chapters=[chapter])), "risks")
    assert facts(found) == {"The worst": "Fire\nand flood", "What it costs": "£1,250.50"}
    assert rows(found) == [["Fire", "2"], ["Flood", ""]]


def held(key: str, kind: str = "asset-transfer", **said: Any) -> dict[str, Any]:
    """Return a chapter of today as a record holds it."""
    (found,) = (one for one in for_record(kind, {key: said}) if one["key"] == key)
    return found


def test_every_legal_test_stands_with_its_evidence_or_as_not_yet_evidenced() -> None:
    chapter = held(
        "legal",
        best_consideration="evidenced",
        best_consideration_evidence="Valuer’s report of 3 September 2026.",
        open_space_notices="does-not-apply",
        open_space_notices_evidence="No part of it is open space.",
        subsidy="not-yet",
    )
    table = rows(named(of(signed(chapters=[chapter])), "legal"))
    assert [row[1:] for row in table] == [
        ["Evidenced", "Valuer’s report of 3 September 2026."],
        ["Not yet evidenced", "None on record"],
        ["Does not apply", "No part of it is open space."],
        *[["Not yet evidenced", "None on record"]] * 3,
    ]
    tests = [row[0] for row in table]
    for part in (
        *("section 123)", "General Disposal Consent", "section 123(2A)", "Subsidy Control Act"),
        *("section 149", "Charity law"),
    ):
        assert sum(part in test for test in tests) == 1, part
    before = named(of(signed()), "legal")
    assert (before.blocks, before.nothing) == (
        (),
        "Not yet evidenced: no legal test has evidence on this record.",
    )


def test_the_plan_is_added_up_in_pounds_and_costs_are_taken_off() -> None:
    def line(name: str, *years: str) -> dict[str, str]:
        return {"line": name, **{f"year_{n}_gbp": one for n, one in enumerate(years, 1)}}

    income = [line("Hire", "100.10", "200", "0.20"), line("Grant", "0.05", "50", "0.10")]
    chapter = held("plan", income=income, costs=[line("Staff", "120", "90", "0.30")])
    blocks = named(of(signed(chapters=[chapter])), "plan").blocks
    tables = [
        [[cell.text for cell in row] for row in block.grid.rows]
        for block in blocks
        if isinstance(block, Table)
    ]
    assert tables[0][-1] == ["Total, worked out here", "£100.15", "£250.00", "£0.30"]
    assert len(tables[1]) == 1, "one line is its own sum"
    assert tables[2][-1] == [
        "Surplus or shortfall, worked out here",
        *("−£19.85", "£160.00", "£0.00"),
    ]
    del income[1]["year_2_gbp"]
    gap = held("plan", income=income, costs=[line("Staff", "120", "90", "0.30")])
    blocks = named(of(signed(chapters=[gap])), "plan").blocks
    said = [
        [cell.text for cell in block.grid.rows[-1]] for block in blocks if isinstance(block, Table)
    ]
    assert said[0][2] == said[2][2] == "not complete"
    assert said[2][1] == "−£19.85"
    alone = held("plan", income=income)
    blocks = named(of(signed(chapters=[alone])), "plan").blocks
    shortfall = [block for block in blocks if isinstance(block, Table)][-1]
    assert [cell.text for cell in shortfall.grid.rows[-1]][1:] == ["not complete"] * 3
    assert "Surplus" not in str(named(of(signed(chapters=[held("plan")])), "plan"))


def test_funding_is_added_up_from_what_the_scheme_asks() -> None:
    said = facts(named(of(signed()), "plan"))
    assert (said["Capital cost"], said["Certain"]) == ("£250,000", "£187,500")
    together = said["Together, worked out here"]
    assert together == said["Capital cost"]
    assert said["Not covered by either, worked out here"] == "£0"


def test_a_section_without_content_says_so_in_one_line() -> None:
    report = of(Issue(submitted=record()))
    empty = [one for one in report.all if not one.blocks]
    assert {one.key for one in empty} >= {
        "recommendation",
        "risks",
        "heads-of-terms",
        "monitoring",
        "options",
    }
    assert all(one.nothing and "\n" not in one.nothing for one in empty)


def test_coproduction_has_neither_building_nor_heads_of_terms() -> None:
    keys = {one.key for one in of(Issue(submitted=record("coproduction"))).all}
    assert not keys & {"asset", "heads-of-terms"}


def test_without_a_valuation_the_resolution_asks_for_one() -> None:
    issue = Issue(signed=record("garden", "sign-off", beside=ASSESSED))
    valued = issue.newest.file.appraise().undervalue is not None
    said = " ".join(text for text, _ in resolved(issue))
    assert ("asks for a valuation" in said) is not valued


def test_texts_keep_what_people_typed() -> None:
    blocks = named(of(signed()), "recommendation").blocks
    assert Text("The hall is used.\nThe group can run it.", typed=True) in blocks


def test_the_page_of_the_decision_leads_with_what_is_recommended_and_with_the_worst_risks() -> None:
    rows = [
        {"risk": "Rain", "likelihood": "2", "effect": "2", "reduced_by": "Gutters"},
        {"risk": "Fire", "likelihood": "1", "effect": "5"},
        {"risk": "Debt", "likelihood": "4", "effect": "4", "reduced_by": "Reserves"},
        {"risk": "Not weighed"},
    ]
    columns = [
        {"key": key, "label": key, "kind": kind}
        for key, kind in (
            ("risk", "text"),
            ("likelihood", "whole"),
            ("effect", "whole"),
            ("reduced_by", "text"),
        )
    ]
    asked = {"key": "risks", "label": "Risks", "kind": "rows", "columns": columns, "value": rows}
    chapter = {"key": "risks", "title": "Risks", "asked_of": "officer", "questions": [asked]}
    said = of(signed(chapters=[chapter])).headline
    assert said.box[0].startswith("Officers recommend that the committee agrees to let Norton Hall")
    assert said.box[1] == "With 1 condition, which the recommendation lists."
    assert [one.name for one in said.risks] == ["Not weighed", "Debt", "Fire"]
    assert said.risks[1].text == "Likelihood 4, effect 4 of 5. Reduced by: Reserves."
    assert said.law[0].text == "£150,000, within the £2,000,000 of the General Disposal Consent."
    assert said.law[1].text == "Not yet evidenced."


def test_before_an_assessment_the_page_of_the_decision_says_that_nothing_is_recommended() -> None:
    said = of(Issue(submitted=record())).headline
    assert said.box == ("Sent in by the group. Officers have not recommended anything yet.",)
    assert said.risks == ()


@pytest.mark.parametrize(("label", "unit", "head"), [
    ("Cost to the council a year", "£ a year", "Cost to the council a year (£)"),
    ("Saved each year", "£ a year", "Saved each year (£)"),
    ("Cost", "£ a year", "Cost (£ a year)"),
    ("Hours a week", "hours a week", "Hours a week"),
])  # fmt: skip
def test_a_column_says_its_unit_once(label: str, unit: str, head: str) -> None:
    assert column_head(Question(key="one", kind="number", label=label, unit=unit)) == head
