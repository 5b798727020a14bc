"""Regional pay from a table into the council's own figures, by command."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from appraisal.models import CouncilProxy
from core.models import Authority

pytestmark = pytest.mark.django_db
GOOD = (
    "Region,Applies from,Value,Source\r\n"
    "West Midlands,2025-04-01,619.70,ASHE 2025\r\n"
    "London,2025-04-01,767.40,ASHE 2025\r\n"
    "west midlands,2024-04-01,583.00,ASHE 2024\r\n"
)


@pytest.fixture
def council() -> Authority:
    return Authority.objects.create(name="Brum", slug="brum", region="West Midlands")


def run(tmp_path: Path, content: str, *more: str, council: str = "brum") -> tuple[int, str]:
    file, out = tmp_path / "pay.csv", StringIO()
    file.write_bytes(content.encode())
    try:
        call_command(
            "import_earnings", str(file), "--council", council, *more, stdout=out, stderr=out
        )
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def held() -> list[tuple[str, str, Decimal]]:
    found = CouncilProxy.objects.order_by("applies_from")
    return [(one.key, one.applies_from.isoformat(), one.value) for one in found]


BOTH = [
    ("regional_pay_week", "2024-04-01", Decimal("583.00")),
    ("regional_pay_week", "2025-04-01", Decimal("619.70")),
]


def test_the_councils_own_region_is_added_once(council: Authority, tmp_path: Path) -> None:
    code, said = run(tmp_path, GOOD, "--dry-run")
    assert (code, held()) == (0, [])
    assert "line 2: West Midlands, from 1 April 2025: £619.70 would be added." in said
    assert run(tmp_path, GOOD)[0] == 0
    assert held() == BOTH
    assert {one.area for one in CouncilProxy.objects.all()} == {"West Midlands"}
    code, said = run(tmp_path, GOOD)
    assert (code, held()) == (0, BOTH)
    assert said.count("is there already") == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("West Midlands,2025,600,ASHE", "no day such as"),
        ("West Midlands,2023-04-01,-5,ASHE", "no weekly pay in pounds"),
        ("West Midlands,2023-04-01,lots,ASHE", "no weekly pay in pounds"),
        ("West Midlands,2023-04-01,100000,ASHE", "below 100,000"),
        ("West Midlands,1996-12-31,600,ASHE", "not between 1997 and 2099"),
        ("West Midlands,2100-01-01,600,ASHE", "not between 1997 and 2099"),
        (f"West Midlands,2023-04-01,600,{'A' * 301}", "longer than 300 characters"),
        ("West Midlands,2023-04-01,600,", "source is missing"),
        ("West Midlands,2025-04-01,600,ASHE", "stands there twice"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_added(
    council: Authority, tmp_path: Path, line: str, why: str
) -> None:
    code, said = run(tmp_path, GOOD + line + "\r\n")
    assert (code, held()) == (2, [])
    assert "line 5: " in said
    assert why in said


def test_another_figure_from_that_day_is_not_overwritten(
    council: Authority, tmp_path: Path
) -> None:
    run(tmp_path, GOOD)
    code, said = run(tmp_path, GOOD.replace("619.70", "700"))
    assert (code, held()) == (2, BOTH)
    assert "another figure from 2025-04-01: £619.7" in said


def test_another_region_another_file_and_no_council_are_refused(
    council: Authority, tmp_path: Path
) -> None:
    assert (
        "No line of it is for West Midlands" in run(tmp_path, GOOD.replace("idlands", "arches"))[1]
    )
    assert "There is no column “applies_from”" in run(tmp_path, "region,value,source\n1,2,3\n")[1]
    assert run(tmp_path, GOOD, council="leeds")[0] == 2
    assert held() == []
