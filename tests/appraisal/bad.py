"""Makes bad appraisal files out of a good one, and asks what is said of them."""

from __future__ import annotations

import json
from typing import Any

from appraisal.engine.faults import CannotRead, Fault
from appraisal.file import read_file
from appraisal.result import result_of
from tests.engine.changes import Raw
from tests.engine.golden import Json, whole


def full(name: str = "hall") -> Json:
    """Return a good file in which every kind of object stands at least once."""
    given = whole(name)
    given["reference"] = "CAT-1"
    given["summary"] = "A hall."
    given["applicant"]["legal_form"] = "cio"
    given["asset"] = {
        "name": "Norton Hall",
        "address": "1 High Street",
        "postcode": "B1 1AA",
        "uprn": "100",
        "floor_area_m2": 420,
        "site_area_m2": 1800,
        "imd": {"edition": 2025, "rank": 1462},
    }
    given["terms"] |= {"tenure": "lease", "voluntary_conditions_gbp": 0, "annual_investment_gbp": 9}
    given["answers"]["D"] = {"imd_edition": 2025, "imd_rank": 1462}
    given["answers"]["F"] = {
        "not_applicable": {"reason": "No aims", "agreed_by": "Asset officer"},
        "evidence": "Minutes",
        "note": "Ask again",
    }
    given["proxies"] = [
        {
            "key": "paid_hours_week",
            "applies_from": "2026-04-01",
            "value": 36.5,
            "source": "Payroll",
        },
        {
            "key": "regional_pay_week",
            "area": "West Midlands",
            "applies_from": "2026-04-01",
            "value": "631.20",
            "source": "Payroll",
        },
    ]
    given["picked"] = {"B": {"points": 10, "reason": "A year is not confirmed"}}
    given["lists"] = {"E": {"be-healthy": "Be healthy"}, "G": {"play": "Play"}}
    return given


def written(value: object, repeat: str = "none", place: str = "") -> str:
    """Write JSON, with ``Raw`` as it stands and the first key of the object at ``repeat`` twice."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        pairs = [
            f"{json.dumps(key)}: {written(one, repeat, f'{place}.{key}' if place else key)}"
            for key, one in value.items()
        ]
        return "{" + ", ".join(pairs + (pairs[:1] if place == repeat else [])) + "}"
    if isinstance(value, list):
        rows = (written(one, repeat, f"{place}[{number}]") for number, one in enumerate(value))
        return "[" + ", ".join(rows) + "]"
    return json.dumps(value)


def tried(source: bytes | str | Json) -> Json | tuple[Fault, ...]:
    """Return the result of a file, or what is wrong with it."""
    if isinstance(source, dict):
        source = written(source)
    if isinstance(source, str):
        source = source.encode()
    try:
        return result_of(read_file(source).appraise())
    except CannotRead as error:
        faults = error.faults
    assert faults
    for fault in faults:
        # One line each, whatever stands in the file, and fit for any terminal.
        assert len(str(fault).splitlines()) == 1
        assert str(fault).isprintable()
        assert fault.message.strip()
    return faults


def places(source: bytes | str | Json) -> list[str]:
    """Return the places of all faults of a file; none where it is good."""
    told = tried(source)
    return [fault.place for fault in told] if isinstance(told, tuple) else []


def good(source: bytes | str | Json) -> Json:
    """Return the result of a file that must be good."""
    told = tried(source)
    assert isinstance(told, dict), told
    return told


def walk(value: object, place: str = "") -> Any:
    """Yield each place of a file with what stands there."""
    yield place, value
    if isinstance(value, dict):
        for key, one in value.items():
            yield from walk(one, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from walk(one, f"{place}[{number}]")
