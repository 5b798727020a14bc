"""The limits of the law: dated, with their source, and written down in one place only."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from appraisal.engine import law
from appraisal.engine.answers import Answers, Terms
from appraisal.engine.discount import Undervalue, undervalue_of
from appraisal.engine.law import LIMITS, Limit, limit_on, limits_on

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 1)
ANSWERS = Answers(
    kind="asset-transfer",
    valuation_date=TODAY,
    region="London",
    terms=Terms(tenure="lease", years=7, unrestricted_value_gbp=Decimal(1_500_000)),
    letters={},
)


def test_today_the_limits_are_what_the_law_says() -> None:
    """£2,000,000; 7 years; 2 weeks; £315,000 over 3 financial years; and our own 6 months."""
    assert {key: one.amount for key, one in limits_on(TODAY).items()} == {
        "general_consent": Decimal(2_000_000),
        "short_lease": Decimal(7),
        "notices": Decimal(2),
        "minimal_assistance": Decimal(315_000),
        "assistance_years": Decimal(3),
        "stale": Decimal(6),
    }


def test_each_limit_says_where_it_stands_and_only_ours_is_ours() -> None:
    """Title, source and unit of each; dates in order, so that the last that fits is the one that holds."""
    for key, known in LIMITS.items():
        assert list(known) == sorted(known, key=lambda one: one.applies_from), key
        assert all(one.title and one.where and one.unit and one.amount > 0 for one in known), key
    ours = {key for key, known in LIMITS.items() if any(one.status == "ours" for one in known)}
    assert ours == {"stale"}


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> date:
    """From tomorrow on the consent goes up to £3,000,000 and a short lease to 10 years; return that day."""
    day = TODAY + timedelta(days=1)

    def with_one_more(key: law.Key, amount: int) -> tuple[Limit, ...]:
        last = LIMITS[key][-1]
        return (*LIMITS[key], last._replace(amount=Decimal(amount), applies_from=day))

    changed = {
        **LIMITS,
        "general_consent": with_one_more("general_consent", 3_000_000),
        "short_lease": with_one_more("short_lease", 10),
    }
    monkeypatch.setattr(law, "LIMITS", changed)
    return day


def test_a_limit_holds_from_its_own_day_on(raised: date) -> None:
    """The day before is the old one still; a day before the first of all takes the first."""
    assert limit_on("general_consent", raised - timedelta(days=1)).amount == 2_000_000
    assert limit_on("general_consent", raised).amount == 3_000_000
    assert limit_on("general_consent", date(1900, 1, 1)).amount == 2_000_000


def test_the_valuation_date_decides_which_limit_an_undervalue_is_held_to(raised: date) -> None:
    """£2,500,000 and a lease of 9 years: over and long before, within and short from the day of the change."""
    terms = Terms(tenure="lease", years=9, unrestricted_value_gbp=Decimal(2_500_000))
    before = _undervalue(replace(ANSWERS, terms=terms))
    after = _undervalue(replace(ANSWERS, terms=terms, valuation_date=raised))
    assert (before.within_general_consent, before.short_lease) == (False, False)
    assert (after.within_general_consent, after.short_lease) == (True, True)
    assert before.amount == after.amount == Decimal("2500000.00")


def _undervalue(answers: Answers) -> Undervalue:
    found = undervalue_of(answers)
    assert found is not None
    return found


def test_no_other_place_writes_a_limit_in_pounds() -> None:
    """Not in code, in a template, or in what a page asks: a new figure is one new line in ``law.py``."""
    written = re.compile(r"2[_,]?000[_,]?000\b|315[_,]?000\b")
    places = (
        (ROOT / "appraisal", "*.py"),
        (ROOT / "templates", "*.*"),
        (ROOT / "fixtures/chapters", "*.toml"),
        (ROOT / "fixtures/methods", "*.toml"),
    )
    said = {
        str(path.relative_to(ROOT))
        for room, name in places
        for path in room.rglob(name)
        if written.search(path.read_text(encoding="utf-8"))
    }
    assert said == {"appraisal/engine/law.py"}
