"""A million sales read and the equity of every district worked out, beside pandas on the same file."""

import csv
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from appraisal.area.equity import SUBURBAN_FROM, equity
from appraisal.area.prices import LEAST_SALES, Period, Wanted, medians, read_sales
from appraisal.imports.lines import CsvLines
from bench.measure import Ratio, interleaved

SALES = 1_000_000
_START, _END = Period(2010, 2010), Period(2020, 2020)
_TODAY = date(2026, 1, 1)
_COLUMNS = {1: "price", 2: "date", 3: "postcode", 4: "kind", 14: "category", 15: "status", 0: "id"}

Figures = dict[str, tuple[Decimal, Decimal, Decimal | None]]


def prices() -> Ratio:
    """Read made-up sales and work out increase, expected price and premium of each district, the same both ways."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sales.csv"
        _make(file)
        if (ours := _ours(file)) != (theirs := _pandas(file)) or not ours:
            different = [
                one for one in ours.keys() | theirs.keys() if ours.get(one) != theirs.get(one)
            ]
            raise RuntimeError(f"pandas finds something else: {different[:5]}")
        first, baseline, ratio = interleaved(lambda: _ours(file), lambda: _pandas(file), rounds=5)
    name = f"prices: {SALES:,} sales, {len(ours)} districts"
    return Ratio(name, "pandas", first, baseline, ratio, 2)


def _ours(file: Path) -> Figures:
    def reject(line: int, why: str) -> None:
        raise RuntimeError(f"line {line}: {why}")

    with file.open("rb") as opened:
        sales = read_sales(CsvLines(opened), wanted=Wanted(_TODAY), reject=reject)
    found = equity(medians(sales, _START, _END).districts)
    return {one.district.code: (one.increase, one.expected, one.premium) for one in found.districts}


def _pandas(file: Path) -> Figures:
    """Do the same in columns, with what reads fastest: only the columns needed, texts cut in one go."""
    import numpy as np
    import pandas as pd

    columns = sorted(_COLUMNS)
    read: Any = pd.read_csv(
        file,
        header=None,
        usecols=columns,
        names=[_COLUMNS.get(at, f"other{at}") for at in range(16)],
    )
    terraced = (read["kind"] == "T") & (read["category"] == "A") & (read["status"] == "A")
    sold = read[terraced].drop_duplicates("id", keep="last")
    sold = sold.assign(
        district=sold["postcode"].str.slice(stop=-4),
        year=sold["date"].str.slice(stop=4).astype(int),
    )
    grouped = sold.groupby(["district", "year"])["price"].agg(["median", "count"]).unstack()
    years = [_START.first, _END.first]
    enough = (grouped["count"][years] >= LEAST_SALES).all(axis=1)
    table = grouped["median"][enough]
    start, end = table[years[0]], table[years[1]]
    rise = np.floor((end - start) * 100 / start + 0.5)
    suburban = start >= float(SUBURBAN_FROM)
    median = rise.groupby(suburban).transform("median")
    expected = np.floor(start * (100 + median) / 100 + 0.5)
    over = np.floor(end + 0.5) - expected
    rows = zip(table.index, rise, expected, over, strict=True)
    return {
        code: (Decimal(int(one)), Decimal(int(two)), Decimal(int(left)) if left > 0 else None)
        for code, one, two, left in rows
    }


def _make(file: Path) -> None:
    """Write sales of every kind in some 2,300 districts, in the publisher's form."""
    chance = Random(7)  # noqa: S311  the same made-up file each time, no secret
    districts = [f"{a}{number}" for a in _AREAS for number in range(1, 21)]
    worth = {one: chance.randint(40, 400) * 1_000 for one in districts}
    with file.open("w", encoding="utf-8", newline="") as opened:
        lines = csv.writer(opened, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number in range(SALES):
            district, year = chance.choice(districts), chance.choice((2010, 2020))
            price = int(worth[district] * chance.uniform(0.6, 1.5) * (1 + (year - 2010) * 0.05))
            lines.writerow(
                (
                    f"{{{number:08X}-1111-2222-3333-{number:012X}}}",
                    price,
                    f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} 00:00",
                    f"{district} {chance.randint(1, 9)}{chance.choice('ABDEFG')}{chance.choice('HJLN')}",
                    chance.choices("DSTFO", (23, 27, 28, 18, 4))[0],
                    "N",
                    "F",
                    chance.randint(1, 200),
                    "",
                    "MADE UP STREET",
                    "",
                    "SOME TOWN",
                    "SOME DISTRICT",
                    "SOME COUNTY",
                    chance.choices("AB", (95, 5))[0],
                    "A",
                )
            )


_AREAS = (
    *("AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "CA", "CB", "CF", "CH", "CM", "CO"),
    *("CR", "CT", "CV", "CW", "DA", "DE", "DH", "DL", "DN", "DT", "DY", "E", "EN", "EX", "FY", "GL"),
    *("GU", "HA", "HD", "HG", "HP", "HR", "HU", "HX", "IG", "IP", "KT", "L", "LA", "LD", "LE", "LL"),
    *("LN", "LS", "LU", "M", "ME", "MK", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX", "PE"),
    *("PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP"),
    *("SR", "SS", "ST", "SW", "SY", "TA", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W", "WA", "WD"),
    *("WF", "WN", "WR", "WS", "WV", "YO"),
)  # fmt: skip
