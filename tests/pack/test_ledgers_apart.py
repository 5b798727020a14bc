"""Two ledgers, never netted: no social value changes the undervalue, and no text holds the one less the other."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.exempt import Closed
from appraisal.file import AppraisalFile, read_file
from appraisal.methods.every import METHODS
from appraisal.pack.document import document_of
from appraisal.pack.ways import WAYS
from appraisal.pack.withheld import EXEMPT, texts_in
from appraisal.readers import Reader
from appraisal.result import whole_result
from tests.engine.golden import whole
from tests.methods.test_legal_land import KEY, SOUND
from tests.pack.figures import netted
from tests.pack.test_public import WHY, decided, read_aloud, seal

Json = dict[str, Any]
VALUER = "A. Shah of Shah and Company"
LAND: Json = {
    **SOUND,
    "valuations": [{"of": "unrestricted", "valuer": VALUER, "valued_on": "2026-01-03"}],
    "restricted_value_gbp": "90123.45",
}
TERMS: Json = {"unrestricted_value_gbp": "151234.56", "consideration_gbp": "5432.10"}


def hall(**terms: object) -> Json:
    given = whole("hall")
    given["terms"] |= {**TERMS, **terms}
    given["methods"] = {KEY: LAND}
    return given


def read(given: Json) -> AppraisalFile:
    return read_file(json.dumps(given).encode())


# --- whatever the social value is, the undervalue is the same --------------------------------------

HOURS = st.integers(0, 2_000).map(lambda hundredths: str(Decimal(hundredths).scaleb(-2)))
POUNDS = st.integers(0, 10**9).map(lambda pence: str(Decimal(pence).scaleb(-2)))


@st.composite
def with_social_value(draw: st.DrawFn) -> Json:
    """Draw the hall with any volunteers, jobs, space, land and savings: criteria H to L."""
    file = hall()
    answers = file["answers"]
    answers["H"]["volunteers"][0] |= {
        "people": draw(st.integers(0, 500)),
        "hours_per_week": draw(HOURS),
    }
    answers["I"]["jobs_fte"] = draw(HOURS)
    answers["J"]["agencies"][0]["area_m2"] = draw(HOURS)
    answers["K"]["land"][0]["area_m2"] = draw(st.integers(0, 100_000))
    answers["L"]["savings"][0]["amount_gbp_pa"] = draw(POUNDS)
    return file


@cache
def of_law() -> tuple[object, ...]:
    """Return every word and figure of the law’s ledger in engine, result, pack and method, of the plain hall."""
    return _of_law(read(hall()))


def _of_law(file: AppraisalFile) -> tuple[object, ...]:
    appraisal = file.appraise()
    land = METHODS[KEY].value(file.methods[KEY], appraisal)
    # A discount that follows the score may differ, and with it the advice on which rent to value: not the ledger.
    land = land._replace(payable=None, warnings=())
    document = document_of(file)
    result: Any = whole_result(appraisal, file.methods)
    written = {**result["methods"][KEY], "warnings": None}
    return (
        appraisal.undervalue,
        result["undervalue"],
        written,
        METHODS[KEY].written(land),
        document.undervalue,
        [big for big in document.big_figures if big.label == "Undervalue"],
        WAYS[KEY].blocks(land),
    )


@settings(max_examples=25, deadline=None)
@given(with_social_value())
def test_no_social_value_changes_the_undervalue(file: Json) -> None:
    assert _of_law(read(file)) == of_law()


def test_social_values_do_change_in_that_test() -> None:
    """So that the property says something: volunteers for a year more are worth thousands more."""
    more = hall()
    more["answers"]["H"]["volunteers"][0]["people"] = 50
    assert read(more).appraise().social_value > read(hall()).appraise().social_value + 1_000


# --- no text holds the one less the other ---------------------------------------------------------


def _document_texts(document: Any) -> str:
    return "\n".join(
        text for one in fields(document) for text in texts_in(getattr(document, one.name))
    )


@pytest.mark.parametrize("reader", [Reader.OFFICER, Reader.GROUP])
def test_no_text_of_a_draft_nets_them(reader: Reader) -> None:
    file = read(hall())
    appraisal = file.appraise()
    document = document_of(file, reader=reader, show_discount=True)
    said = f"{_document_texts(document)}\n{read_aloud(document)}"
    assert netted(said, appraisal) == set()
    assert words.pounds(appraisal.social_value) in said
    assert ("£145,802.46" in said) is (reader is Reader.OFFICER)


def test_no_text_of_an_issued_pack_nets_them() -> None:
    issue = decided()
    file = replace(issue.newest.file, methods=read(hall()).methods)
    document = document_of(file, draft=False, issue=issue, seal=seal())
    said = f"{_document_texts(document)}\n{read_aloud(document)}"
    assert VALUER in said
    assert netted(said, file.appraise()) == set()


def test_a_netted_figure_would_be_found_however_it_is_written() -> None:
    """So that the tests above can fail: a year and the whole term, either way round, in pounds or as JSON."""
    appraisal = read(hall()).appraise()
    under, social = _undervalue(appraisal), appraisal.social_value
    for figure in (under - social, social * 25 - under):
        for text in (
            words.pounds(figure),
            words.pounds(-figure),
            f'"x_gbp": "{figure:f}"',
            words.short_pounds(figure.quantize(Decimal(1))),
            f"{figure:,.0f} pounds",
        ):
            assert netted(f"It comes to {text}.", appraisal), text
    assert not netted(f"{words.pounds(under)} and {words.pounds(social)}", appraisal)


def _undervalue(appraisal: Appraisal) -> Decimal:
    assert appraisal.undervalue is not None
    return appraisal.undervalue.amount


# --- where it stands, and for whom ----------------------------------------------------------------


def test_it_stands_inside_the_legal_ledger_and_not_among_the_ways_to_value() -> None:
    document = document_of(read(hall()))
    assert [one.key for one in document.ledger] == ["method-legal-land"]
    assert document.methods == ()
    aloud = re.sub(r"\s+", " ", read_aloud(document))
    assert aloud.index("What the council still has to check") < aloud.index(VALUER)


def test_neither_the_group_nor_the_public_reads_it() -> None:
    file = read(hall())
    group = document_of(file, reader=Reader.GROUP)
    assert group.ledger == ()
    issue = decided()
    own = replace(
        issue.newest.file, methods=file.methods, summary=f"{VALUER} found £90,123.45 and 7 rooms."
    )
    for closed, summary in (
        ((), own.summary),
        ((Closed("ledger", 3, WHY),), f"{EXEMPT} found {EXEMPT} and 7 rooms."),
    ):
        public = document_of(own, draft=False, issue=issue, seal=seal(), closed=closed)
        assert public.ledger == ()
        assert public.summary == summary
        said = read_aloud(replace(public, summary=""))
        assert VALUER not in said
        assert "90,123.45" not in said
