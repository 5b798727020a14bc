"""Publishers' files imported as ``manage.py import_figures`` does, beside the least that could be done with them.

On SQLite: the areas of an edition of the Indices of Deprivation, beside Python's csv reading the same file. On
PostgreSQL: the postcodes of a directory, beside a bare COPY of the rows that they come to.
"""

import csv
import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.databases import SQLITE, Base
from bench.measure import Ratio
from bench.prices import AREAS
from bench.site import Filled, filled_site

POSTCODES = 2_700_000
_SMALL_AREAS, _ROUNDS = 33_755, 3
_MOST_MEMORY = 200  # megabytes
_DIRECTORY = (
    *("pcd", "pcd2", "pcds", "dointr", "doterm", "oscty", "ced", "oslaua", "osward", "parish"),
    *("usertype", "oseast1m", "osnrth1m", "osgrdind", "oshlthau", "nhser", "ctry", "rgn", "streg"),
    *("pcon", "eer", "teclec", "ttwa", "pct", "itl", "statsward", "oa01", "casward", "npark"),
    *("lsoa01", "msoa01", "ur01ind", "oac01", "oa11", "lsoa11", "msoa11", "wz11", "sicbl", "bua24"),
    *("ru11ind", "oac11", "lat", "long", "lep1", "lep2", "pfa", "imd", "calncv", "icb", "oa21"),
    *("lsoa21", "msoa21"),
)
_PLACES = (
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Local Authority District name (2024)",
)
_RANKED = (
    *("Index of Multiple Deprivation (IMD)", "Income", "Employment"),
    *("Education, Skills and Training", "Health Deprivation and Disability", "Crime"),
    *("Barriers to Housing and Services", "Living Environment"),
    "Income Deprivation Affecting Children Index (IDACI)",
    "Income Deprivation Affecting Older People (IDAOPI)",
    *("Children and Young People Sub-domain", "Adult Skills Sub-domain"),
    *("Geographical Barriers Sub-domain", "Wider Barriers Sub-domain"),
    *("Indoors Sub-domain", "Outdoors Sub-domain"),
)
_PEOPLE = (
    "Total population: mid 2022",
    "Dependent Children aged 0-15: mid 2022",
    "Older population aged 60 and over: mid 2022",
    "Working age population 18-66: mid 2022",
    "Population aged 16-59: mid 2022",
)


def imports(on: Base = SQLITE, postcodes: int = POSTCODES) -> Iterator[Ratio | str]:
    """Import what is made up for a database; see above for which, and what it is measured against."""
    with filled_site(on, by="bench.imports_fill") as made:
        yield from _postcodes(made, postcodes) if on.server else _areas(made)


def _areas(made: Filled) -> Iterator[Ratio]:
    file = made.folder / "file-7.csv"
    _make_areas(file)
    said = json.loads(made.run("-m", "bench.imports_run", "areas", str(file)))
    for reader, (ours, baseline, ratio) in said.items():
        name = f"imports: {_SMALL_AREAS:,} areas, SQLite"
        yield Ratio(name, f"{reader}, the same file", ours, baseline, ratio, 1.5)


def _postcodes(made: Filled, many: int) -> Iterator[Ratio | str]:
    file, rows = made.folder / "directory.csv", made.folder / "rows"
    _make_postcodes(file, many)
    ours, copies, peaks = [], [], []
    for number in range(_ROUNDS):
        run = ("-m", "bench.imports_run", "postcodes", str(file), str(number))
        said = json.loads(made.run(*run))
        if said["rows"] != many:
            raise RuntimeError(f"{said['rows']:,} postcodes are in force, and not {many:,}")
        ours.append(said["seconds"])
        peaks.append(said["peak"])
        copied = json.loads(made.run("-m", "bench.imports_run", "copy", str(rows)))
        copies.append(copied["seconds"])
    name = f"imports: rate of {many:,} postcodes, PostgreSQL"
    yield Ratio(
        name,
        "a bare COPY of the same rows",
        statistics.median(ours),
        statistics.median(copies),
        statistics.median(copy / one for one, copy in zip(ours, copies, strict=True)),
        0.5,
        at_least=True,
    )
    peak = max(peaks)
    kept = "kept" if peak < _MOST_MEMORY else "NOT KEPT"
    yield (
        f"{f'imports: memory of {many:,} postcodes':<44} {peak:.1f} MB at most (wanted: under {_MOST_MEMORY}; {kept})"
    )


def _make_areas(file: Path) -> None:
    """Write all small areas of a made-up England with the 57 columns of file 7 of the edition of 2025."""
    chance = Random(7)  # noqa: S311  the same made-up file each time, no secret
    columns = [
        f"{one} {figure}"
        for one in _RANKED
        for figure in (
            "Score",
            "Rank (where 1 is most deprived)",
            "Decile (where 1 is most deprived 10% of LSOAs)",
        )
    ]
    ranks = list(range(1, _SMALL_AREAS + 1))
    chance.shuffle(ranks)
    with file.open("w", encoding="utf-8", newline="") as opened:
        lines = csv.writer(opened, lineterminator="\r\n")
        lines.writerow((*_PLACES, *columns, *_PEOPLE))
        for number, rank in enumerate(ranks):
            council = number % 296
            name = f"Council {council}" if council % 50 else f"Council {council}, City of"
            line: list[object] = [f"E01{number:06}", f"Place {number // 5:03}A"]
            line += [f"E06{council:06}", name]
            for at in range(len(_RANKED)):
                own = rank if not at else chance.randint(1, _SMALL_AREAS)
                line += [f"{chance.random() * 90:.3f}", own, -(-own * 10 // _SMALL_AREAS)]
            lines.writerow((*line, *(chance.randint(100, 2_000) for _ in _PEOPLE)))


def _make_postcodes(file: Path, many: int) -> None:
    """Write postcodes with the 52 columns of the ONS Postcode Directory, in its order."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    units = [f"{one}{other}" for one in letters for other in letters]
    districts = [f"{area}{number}" for area in AREAS for number in range(1, 21)]
    each = -(-many // len(districts))
    others = ("S99999999", "1", "385999", "0801193", "E18999999", "E92000001", "0", "E14999999")
    with file.open("w", encoding="utf-8", newline="") as opened:
        opened.write(",".join(_DIRECTORY) + "\r\n")
        for at in range(many):
            district, number = districts[at // each], at % each
            inward = f"{number // 400 % 10}{units[number % 400]}"
            area = at // 80
            known = {
                "pcd": f"{district:<4}{inward}",
                "pcd2": f"{district:<4} {inward}",
                "pcds": f"{district} {inward}",
                "dointr": "198001",
                "doterm": "199606" if at % 4 == 0 else "",
                "oslaua": f"E08{area % 300:06}",
                "osward": f"E05{area % 8_000:06}",
                "lsoa11": f"E01{area:06}",
                "lsoa21": f"E01{area:06}",
                "lat": "57.084444",
                "long": "-2.255708",
            }
            fields = (
                known[one] if one in known else others[place % len(others)]
                for place, one in enumerate(_DIRECTORY)
            )
            opened.write(",".join(fields) + "\r\n")
