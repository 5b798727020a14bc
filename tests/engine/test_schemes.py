"""Schemes are data: what is wrong with one is said, and another one needs no Python."""

from __future__ import annotations

import ast
import copy
import json
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from appraisal.engine.faults import CannotRead
from appraisal.engine.parse_scheme import parse_scheme
from appraisal.engine.scheme import Scheme
from appraisal.file import read_file
from appraisal.library import published_proxies
from appraisal.result import result_of
from tests.engine.changes import GONE, at, changed
from tests.engine.golden import Json, appraised, said, whole

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMES = ROOT / "fixtures" / "schemes"
PROXIES = published_proxies().kinds


def shipped(name: str) -> Json:
    return tomllib.loads(
        (SCHEMES / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal
    )


AM = shipped("valuing-worth-am")
TOGETHER = shipped("valuing-worth-coproduction")
A, B, C, D, E, F, G, H, J, K, L, M = (f"criteria[{n}]" for n in range(13) if n != 8)
JOBS = "criteria[8]"


def scheme(given: Json) -> Scheme:
    return parse_scheme(given, PROXIES)


def complaints(given: Json) -> dict[str, str]:
    """Return what is wrong with a scheme, by place."""
    with pytest.raises(CannotRead) as refused:
        scheme(given)
    return dict(refused.value.faults)


def am() -> Json:
    return copy.deepcopy(AM)


@pytest.mark.parametrize("name", ["valuing-worth-am", "valuing-worth-coproduction"])
def test_the_shipped_schemes_are_right(name: str) -> None:
    checked = scheme(shipped(name))
    assert (checked.key, checked.maximum) == (name, 200)
    assert "".join(criterion.letter for criterion in checked.criteria) == "ABCDEFGHIJKLM"
    assert [criterion.maximum for criterion in checked.criteria] == [
        *(20, 25, 20, 10, 10, 10, 25, 20, 20, 10, 10, 10, 10)
    ]
    kite = [(heading.key, heading.kite) for heading in checked.headings]
    assert kite == [
        ("financial", "up"),
        ("strategic", "right"),
        ("neighbourhood", "down"),
        ("wider", "left"),
    ]


# Where to change the shipped scheme, into what, where the fault must be, and a word of its reason.
REFUSED: list[tuple[str, object, str, str]] = [
    # what stands in it
    *[
        (key, GONE, key, "missing")
        for key in ("key", "version", "kind", "title", "summary", "source", "rule", "maximum")
    ],
    *[(key, "  ", key, "text") for key in ("key", "version", "title", "summary", "source")],
    ("key", 5, "key", "text"),
    ("key", "a@b", "key", "@"),
    ("colour", "blue", "colour", "no such key"),
    ("headings[0].colour", "blue", "headings[0].colour", "no such key"),
    ("discount.colour", "blue", "discount.colour", "no such key"),
    (f"{A}.colour", "blue", f"{A}.colour", "no such key"),
    (f"{A}.measure.colour", "blue", f"{A}.measure.colour", "no such key"),
    (f"{A}.measure.bands[0].colour", "blue", f"{A}.measure.bands[0].colour", "no such key"),
    (f"{A}.questions[0].colour", "blue", f"{A}.questions[0].colour", "no such key"),
    (
        f"{A}.questions[2].columns[0].colour",
        1,
        f"{A}.questions[2].columns[0].colour",
        "no such key",
    ),
    (f"{H}.measure.parts[0].colour", 1, f"{H}.measure.parts[0].colour", "no such key"),
    ("kind", "sale", "kind", "one of"),
    ("rule", "sums", "rule", "one of"),
    ("published", "2026-11-01", "published", "date"),
    ("criteria", [], "criteria", "list"),
    ("criteria", GONE, "criteria", "missing"),
    ("headings", GONE, "headings", "missing"),
    ("criteria", "A", "criteria", "list"),
    (A, "A", A, "table"),
    # the whole
    ("maximum", 199, "maximum", "200"),
    ("maximum", "200", "maximum", "whole number"),
    ("discount", GONE, "discount", "missing"),
    ("discount.policy", "haggling", "discount.policy", "one of"),
    ("discount.source", GONE, "discount.source", "missing"),
    # headings and kite
    ("headings[1].kite", "up", "headings", "kite"),
    ("headings[1].kite", "north", "headings[1].kite", "one of"),
    ("headings[1].key", "wider", "headings", "wider"),
    ("headings[1].title", GONE, "headings[1].title", "missing"),
    ("headings[0].weight", -1, "headings[0].weight", "number"),
    (f"{G}.heading", "wider", "headings", "neighbourhood"),
    (f"{G}.heading", "elsewhere", f"{G}.heading", "one of"),
    # criteria
    (f"{B}.letter", "A", "criteria", "unique"),
    (f"{B}.letter", "b", f"{B}.letter", "capital"),
    (f"{B}.letter", "AB", f"{B}.letter", "capital"),
    (f"{B}.letter", "É", f"{B}.letter", "capital"),
    (f"{A}.source", GONE, f"{A}.source", "missing"),
    (f"{A}.source", " ", f"{A}.source", "text"),
    (f"{A}.title", GONE, f"{A}.title", "missing"),
    (f"{A}.why", GONE, f"{A}.why", "missing"),
    (f"{A}.status", GONE, f"{A}.status", "missing"),
    (f"{A}.status", "guessed", f"{A}.status", "one of"),
    (f"{A}.weight", 0, f"{A}.weight", "above 0"),
    (f"{A}.tags", ["social_value"], f"{A}.tags", "social_value"),
    (f"{A}.tags", ["unheard_of"], f"{A}.tags", "unheard_of"),
    (f"{H}.tags", [], f"{H}.tags", "social_value"),
    (f"{H}.tags", ["social_value", "volunteer_time"], f"{H}.tags", "does not belong"),
    (f"{A}.maximum", 25, f"{A}.maximum", "20"),
    (f"{C}.maximum", 15, f"{C}.maximum", "20"),
    (f"{D}.maximum", 11, f"{D}.maximum", "10"),
    (f"{H}.maximum", 30, f"{H}.maximum", "20"),
    (f"{A}.maximum", 0, f"{A}.maximum", "above 0"),
    # questions
    (f"{A}.questions[1].key", "capital_cost_gbp", f"{A}.questions", "2 times"),
    (f"{A}.questions[1].key", "note", f"{A}.questions", "taken"),
    (f"{A}.questions[1].key", "not_applicable", f"{A}.questions", "taken"),
    (f"{A}.questions[1].key", "x_own", f"{A}.questions", "taken"),
    (f"{A}.questions[1].kind", "picture", f"{A}.questions[1].kind", "one of"),
    (f"{A}.questions[1].label", GONE, f"{A}.questions[1].label", "missing"),
    (f"{A}.questions[1].asked_of", "anyone", f"{A}.questions[1].asked_of", "one of"),
    (f"{A}.questions[1].required", "yes", f"{A}.questions[1].required", "true or false"),
    (f"{A}.questions[1].tags", ["unheard_of"], f"{A}.questions[1].tags", "not known"),
    (f"{A}.questions[2].columns", GONE, f"{A}.questions[2].columns", "missing"),
    (f"{C}.questions[0].choices", GONE, f"{C}.questions[0].choices", "two choices"),
    (f"{C}.questions[0].choices", {"one": "One"}, f"{C}.questions[0].choices", "two choices"),
    (f"{C}.questions[0].usual_most", 5, f"{C}.questions[0].usual_most", "an amount or a number"),
    (f"{H}.questions[0].usual_most", 5, f"{H}.questions[0].usual_most", "an amount or a number"),
    (f"{A}.questions[0].usual_most", 0, f"{A}.questions[0].usual_most", "above 0"),
    (f"{A}.questions[0].usual_most", "9", f"{A}.questions[0].usual_most", "number"),
    (
        f"{H}.questions[1].columns[2].usual_most",
        -1,
        f"{H}.questions[1].columns[2].usual_most",
        "number",
    ),
    # measures and the questions they name
    (f"{A}.measure", GONE, f"{A}.measure", "missing"),
    (f"{A}.measure.kind", GONE, f"{A}.measure.kind", "missing"),
    (f"{A}.measure.kind", "guess", f"{A}.measure.kind", "Known measures"),
    (f"{A}.measure.cost", "price", f"{A}.measure.cost", "no question"),
    (f"{A}.measure.cost", "pending", f"{A}.measure.cost", "kind"),
    (f"{A}.measure.cost", GONE, f"{A}.measure.cost", "missing"),
    (f"{A}.measure.pending", "secured_gbp", f"{A}.measure.pending", "kind"),
    (f"{A}.measure.pending_amount", "sum", f"{A}.measure.pending_amount", "no question"),
    (f"{A}.measure.pending_months", "amount_gbp", f"{A}.measure.pending_months", "kind"),
    (f"{A}.questions[0].required", False, f"{A}.measure.cost", "required"),
    (f"{A}.questions[0].above", GONE, f"{A}.measure.cost", "above 0"),
    (f"{B}.measure.of", "external", f"{B}.measure.of", "no question"),
    (f"{B}.questions[0].required", False, f"{B}.measure.of", "required"),
    (f"{B}.questions[0].above", GONE, f"{B}.measure.of", "above 0"),
    (f"{B}.measure.amounts", ["external"], f"{B}.measure.amounts", "no question"),
    (f"{B}.measure.amounts", [], f"{B}.measure.amounts", "at least one"),
    (f"{C}.measure.question", "stage", f"{C}.measure.question", "no question"),
    (f"{C}.questions[0].required", False, f"{C}.measure.question", "required"),
    (f"{C}.measure.points.superb", 20, f"{C}.measure.points", "choices"),
    (f"{C}.measure.points.some", GONE, f"{C}.measure.points", "choices"),
    (f"{C}.measure.points.some", 4, f"{C}.measure.points", "fall"),
    (f"{C}.measure.points.some", -1, f"{C}.measure.points", "whole points"),
    (f"{C}.measure.points.some", Decimal("1.5"), f"{C}.measure.points", "whole points"),
    (f"{D}.measure.rank", "imd_edition", f"{D}.measure.rank", "kind"),
    (f"{D}.measure.edition", "year", f"{D}.measure.edition", "no question"),
    (f"{E}.measure.question", "marks", f"{E}.measure.question", "no question"),
    (f"{E}.measure.points.major", 2, f"{E}.measure.points", "fall"),
    (f"{E}.measure.points.huge", 9, f"{E}.measure.points", "choices"),
    (f"{M}.measure.reason", "why", f"{M}.measure.reason", "no question"),
    (f"{M}.measure.reason", "level", f"{M}.measure.reason", "kind"),
    (f"{M}.measure.reason_unless", "nil", f"{M}.measure.reason_unless", "not one of"),
    (f"{H}.measure.parts", [], f"{H}.measure.parts", "list"),
    (f"{H}.measure.parts[0].question", "clubs", f"{H}.measure.parts[0]", "no question"),
    (f"{H}.measure.parts[0].multiply", ["people"], f"{H}.measure.parts[0]", "no question"),
    (f"{H}.measure.parts[0].multiply", ["name"], f"{H}.measure.parts[0]", "kind"),
    (f"{H}.questions[0].columns[1].required", False, f"{H}.measure.parts[0]", "required"),
    (f"{H}.measure.parts[0].proxy", "average_wage", f"{H}.measure.parts[0]", "average_wage"),
    (f"{H}.measure.parts[1].divide_by", "hours", f"{H}.measure.parts[1]", "hours"),
    (f"{H}.measure.parts[1].proxy", GONE, f"{H}.measure.parts[1].proxy", "missing"),
    (f"{H}.measure.parts[1].tags", ["unheard_of"], f"{H}.measure.parts[1].tags", "unheard_of"),
    (f"{JOBS}.measure.parts[1].question", "training", f"{JOBS}.measure.parts[1]", "kind"),
    (
        f"{JOBS}.measure.parts[2].spread_years",
        0,
        f"{JOBS}.measure.parts[2].spread_years",
        "at least 1",
    ),
    (f"{K}.measure.parts[0].proxy_by", "area_m2", f"{K}.measure.parts[0]", "kind"),
    (f"{K}.measure.parts[0].proxy", "land", f"{K}.measure.parts[0]", "land:play"),
    (f"{K}.questions[0].columns[0].choices.water", "W", f"{K}.measure.parts[0]", "water"),
    (f"{K}.questions[0].columns[0].required", False, f"{K}.measure.parts[0]", "required"),
    # bands that leave a gap, overlap, fall or never come to an end
    (f"{B}.measure.bands[0].from", 1, f"{B}.measure.bands[0]", "gap"),
    (f"{B}.measure.bands[2].from", 17, f"{B}.measure.bands[2]", "gap"),
    (f"{B}.measure.bands[2].from", 15, f"{B}.measure.bands[2]", "overlap"),
    (f"{B}.measure.bands[2].points", 4, f"{B}.measure.bands[2]", "fall"),
    (f"{B}.measure.bands[5].to", 100, f"{B}.measure.bands[5]", "open-ended"),
    (f"{B}.measure.bands[2].to", GONE, f"{B}.measure.bands[2]", "last band"),
    (f"{B}.measure.bands[1].to", 5, f"{B}.measure.bands[1]", "before it starts"),
    (f"{B}.measure.bands", [], f"{B}.measure.bands", "list"),
    (f"{A}.measure.bands[3].points", 16, f"{A}.measure.bands[3]", "first band"),
    (f"{A}.measure.bands[0].secured", GONE, f"{A}.measure.bands[0]", "no condition"),
    (f"{A}.measure.bands[2].within_months", GONE, f"{A}.measure.bands[2]", "together"),
    (f"{A}.measure.bands[0].points", Decimal("1.5"), f"{A}.measure.bands[0].points", "whole"),
    (f"{D}.measure.bands[1].points", 11, f"{D}.measure.bands[1]", "rise"),
    (f"{D}.measure.bands[1].percent", 5, f"{D}.measure.bands[1]", "outwards"),
    (f"{H}.measure.bands[1].points", 25, f"{H}.measure.bands[1]", "fall"),
    (f"{H}.measure.bands[1].at_least", 100, f"{H}.measure.bands[1]", "highest"),
    (f"{L}.measure.bands[0].at_least", GONE, f"{L}.measure.bands[0].at_least", "missing"),
]


@pytest.mark.parametrize(
    ("where", "value", "place", "reason"),
    REFUSED,
    ids=[f"{n} {where}: {reason}" for n, (where, _, _, reason) in enumerate(REFUSED)],
)
def test_what_is_wrong_is_said_with_its_place_and_reason(
    where: str, value: object, place: str, reason: str
) -> None:
    told = complaints(changed(am(), where, value))
    assert place in told
    assert reason in told[place]


def test_a_heading_without_criteria_is_refused() -> None:
    given = am()
    given["criteria"] = [one for one in given["criteria"] if one["heading"] != "neighbourhood"]
    given["maximum"] = 175
    assert "neighbourhood" in complaints(given)["headings"]


def test_a_coproduction_scheme_has_no_discount() -> None:
    given = copy.deepcopy(TOGETHER)
    given["discount"] = copy.deepcopy(AM["discount"])
    assert list(complaints(given)) == ["discount"]


def test_weights_of_nothing_are_refused_where_they_count() -> None:
    given = am()
    given["rule"] = "weighted"
    given["headings"][1]["weight"] = 0
    assert "strategic" in complaints(given)["headings"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    given = am()
    for where, value in ((f"{A}.source", GONE), (f"{C}.status", "x"), ("maximum", 1), ("x", 1)):
        changed(given, where, value)
    assert set(complaints(given)) == {f"{A}.source", f"{C}.status", "maximum", "x"}


@pytest.mark.parametrize(
    "wrong", [None, 5, True, "text", [], {}, [5], Decimal("1.5"), date(2026, 1, 1)], ids=str
)
def test_any_value_anywhere_is_refused_or_right_and_never_breaks(wrong: object) -> None:
    def everywhere(value: object, place: str = "") -> Any:
        if place:
            yield place
        if isinstance(value, dict):
            for key, one in value.items():
                yield from everywhere(one, f"{place}.{key}" if place else key)
        elif isinstance(value, list):
            for number, one in enumerate(value[:2]):
                yield from everywhere(one, f"{place}[{number}]")

    one_of_each = {**AM, "criteria": [AM["criteria"][number] for number in (0, 7)]}
    given = copy.deepcopy(one_of_each)
    for place in everywhere(one_of_each):
        before = at(given, place)
        changed(given, place, wrong)
        assert complaints(given)
        changed(given, place, before)


# --- a third scheme, from data alone ------------------------------------------------------------


def elsewhere() -> Json:
    """Return a scheme of twelve criteria with other bands, other words and weights."""
    given = am()
    given |= {"key": "elsewhere", "version": "7", "title": "Elsewhere", "maximum": 180}
    given["rule"] = "weighted"
    for heading, weight in zip(given["headings"], (2, 1, 1, 4), strict=True):
        heading["weight"] = weight
    changed(given, f"{A}.maximum", 10)
    changed(
        given, f"{A}.measure.bands", [{"points": 10, "secured": 50}, {"points": 4, "secured": 20}]
    )
    changed(
        given, f"{B}.measure.bands", [{"from": 0, "to": 9, "points": 0}, {"from": 10, "points": 25}]
    )
    changed(given, f"{D}.measure.bands", [{"percent": 20, "points": 10}])
    changed(given, f"{H}.measure.bands", [{"at_least": 10, "points": 20}])
    changed(given, f"{M}.measure.points", {"none": 0, "some": 2, "significant": 10})
    changed(given, f"{M}.letter", "Z")
    changed(given, f"{M}.title", "Next door")
    changed(given, F, GONE)
    return given


def hall_elsewhere() -> Json:
    """Return the hall's file for that scheme."""
    hall = whole("hall")
    hall["scheme"] = "elsewhere@7"
    del hall["answers"]["F"]
    hall["answers"]["Z"] = hall["answers"].pop("M")
    return hall


def appraised_by(own: Scheme, given: Json) -> Json:
    result: Json = result_of(read_file(json.dumps(given).encode(), lambda name: own).appraise())
    return result


def test_another_scheme_appraises_without_a_change_of_python() -> None:
    own = scheme(elsewhere())
    assert own.by_letter["Z"].title == "Next door"
    result = appraised_by(own, hall_elsewhere())
    assert result["scheme"] == {"key": "elsewhere", "version": "7"}
    points = {one["letter"]: one["points"] for one in result["criteria"]}
    # A: 75% secured, at least 50%. B: 30%, at least 10%. D: rank 1,462 is within 20%. Z: some.
    assert points == {
        "A": 10, "B": 25, "C": 15, "D": 10, "E": 10, "G": 14,
        "H": 20, "I": 10, "J": 0, "K": 0, "L": 5, "Z": 2,
    }  # fmt: skip
    assert (result["points"], result["max_points"]) == (121, 180)
    assert result["applicable_max_points"] == 180
    # (2 × 50/55 + 1 × 20/20 + 1 × 14/25 + 4 × 37/80) ÷ 8 = 0.65352…
    assert result["percent"] == "65.4"
    assert [heading["percent"] for heading in result["headings"]] == [
        "90.9",
        "100.0",
        "56.0",
        "46.3",
    ]
    assert result["discount"]["percent"] == "65"
    assert result["discount"]["amount_gbp"] == "7800.00"
    assert result["discount"]["payable_gbp"] == "4200.00"
    assert result["social_value_gbp_pa"] == "34975.18"
    assert said(result["warnings"]) == []


@pytest.mark.parametrize(("rank", "points"), [(8_211, 10), (8_212, 0)])
def test_a_rank_at_exactly_the_share_of_a_band_is_within_it(rank: int, points: int) -> None:
    # 25% of the 32,844 areas of 2019 are 8,211 exactly; the shipped bands fall between two ranks.
    own = scheme(changed(am(), f"{D}.measure.bands", [{"percent": 25, "points": 10}]))
    hall = whole("hall")
    hall["answers"] = {"D": {"imd_edition": 2019, "imd_rank": rank}}
    assert appraised_by(own, hall)["points"] == points


def test_a_heading_that_does_not_apply_takes_its_weight_with_it() -> None:
    hall = hall_elsewhere()
    claim = {"reason": "No priorities set", "agreed_by": "Asset officer"}
    hall["answers"]["G"] = {"not_applicable": claim}
    result = appraised_by(scheme(elsewhere()), hall)
    # (2 × 50/55 + 1 × 20/20 + 4 × 37/80) ÷ 7 = 0.66688…
    assert (result["points"], result["applicable_max_points"]) == (107, 155)
    assert (result["percent"], result["discount"]["percent"]) == ("66.7", "67")


def test_a_criterion_may_weigh_more_than_its_neighbours() -> None:
    given = elsewhere()
    changed(given, f"{C}.weight", 3)
    result = appraised_by(scheme(given), hall_elsewhere())
    # (2 × (10 + 25 + 3 × 15)/(10 + 25 + 3 × 20) + 1 + 14/25 + 4 × 37/80) ÷ 8 = 0.63677…
    assert (result["points"], result["percent"], result["discount"]["percent"]) == (
        121,
        "63.7",
        "64",
    )


def test_the_faults_of_a_file_follow_its_scheme() -> None:
    own = scheme(elsewhere())
    hall = hall_elsewhere()
    hall["answers"] |= {"F": {"ratings": {}}, "M": {"level": "some"}, "Z": {"level": "some"}}
    with pytest.raises(CannotRead) as refused:
        appraised_by(own, hall)
    places = sorted(fault.place for fault in refused.value.faults)
    assert places == ["answers.F", "answers.M", "answers.Z.reason"]


def test_order_and_letters_carry_no_meaning() -> None:
    """The same criteria under other letters, backwards: every figure stays."""
    given = am()
    letters = dict(zip("ABCDEFGHIJKLM", "ZYXWVUTSRQPON", strict=True))
    for criterion in given["criteria"]:
        criterion["letter"] = letters[criterion["letter"]]
    given["criteria"].reverse()
    hall = whole("hall")
    hall["answers"] = {letters[letter]: answer for letter, answer in hall["answers"].items()}
    result, plain = appraised_by(scheme(given), hall), appraised(whole("hall"))
    assert {**result, "criteria": None} == {**plain, "criteria": None}
    back = {new: old for old, new in letters.items()}
    renamed = [{**one, "letter": back[one["letter"]]} for one in reversed(result["criteria"])]
    assert renamed == plain["criteria"]


def test_no_criterion_is_known_to_python_by_its_letter() -> None:
    letters = set("ABCDEFGHIJKLM")
    faults = []
    paths = [*sorted((ROOT / "appraisal" / "engine").rglob("*.py")), ROOT / "appraisal" / "file.py"]
    assert len(paths) > 15
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            # Also "HIJKL", whose letters might be gone through one by one.
            text = node.value if isinstance(node, ast.Constant) else None
            if (
                isinstance(text, str)
                and text
                and set(text) <= letters
                and list(text) == sorted(text)
            ):
                faults.append(f"{path.relative_to(ROOT)}:{node.lineno} {text!r}")  # type: ignore[attr-defined]
    assert faults == []
