"""LibreOffice as a judge of our spreadsheets: it works every formula out again, whatever we wrote beside it."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WRONG = "-987654321"  # what every formula is said to come to before LibreOffice sees it

# Formulas are worked out again as a file is opened, always.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""

Cells = dict[tuple[str, str], str]  # sheet and cell → what stands there


def office() -> str:
    """Return the program, or skip the test; a run that must prove all (CI=true) fails instead."""
    program = which("soffice")
    if program is None:
        said = "LibreOffice is missing: bin/setup --test installs it"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return program


def worked_out(books: dict[str, bytes], folder: Path) -> dict[str, Cells]:
    """Return what LibreOffice makes of every formula of several workbooks, in one run.

    Before it opens them each result that a formula came with is replaced by a wrong one.
    """
    program = office()
    given, out, profile = folder / "given", folder / "out", folder / "profile"
    for place in (given, out, profile / "user"):
        place.mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS)
    for name, book in books.items():
        (given / f"{name}.xlsx").write_bytes(with_wrong_results(book))
    files = [str(given / f"{name}.xlsx") for name in books]
    subprocess.run(
        [
            *(program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)),
            *files,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: formula_cells((out / f"{name}.xlsx").read_bytes()) for name in books}


def with_wrong_results(book: bytes) -> bytes:
    """Return a workbook whose formulas all come with the same wrong result."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as given, zipfile.ZipFile(made, "w") as out:
        for item in given.infolist():
            content = given.read(item)
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", item.filename):
                content = _spoilt(content)
            out.writestr(item, content)
    return made.getvalue()


def _spoilt(sheet: bytes) -> bytes:
    tree = etree.fromstring(sheet)
    for cell in tree.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is not None:
            cell.attrib.pop("t", None)
            cell.find(f"{_MAIN}v").text = _WRONG
    return bytes(etree.tostring(tree))


def formula_cells(book: bytes) -> Cells:
    """Return what the formulas of a workbook are said to come to."""
    found: Cells = {}
    with zipfile.ZipFile(BytesIO(book)) as file:
        shared = [
            "".join(one.itertext()) for one in etree.fromstring(file.read("xl/sharedStrings.xml"))
        ]
        for name, part in sheets_of(file).items():
            for cell in etree.fromstring(file.read(part)).iter(f"{_MAIN}c"):
                if cell.find(f"{_MAIN}f") is None:
                    continue
                said = cell.findtext(f"{_MAIN}v") or ""
                if cell.get("t") == "s":
                    said = shared[int(said)]
                found[name, cell.get("r")] = said
    return found


def sheets_of(file: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheets of a workbook by their names, in order, and the part each is in."""
    links = etree.fromstring(file.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target") for link in links}
    sheets = etree.fromstring(file.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {sheet.get("name"): f"xl/{targets[sheet.get(_LINK)]}" for sheet in sheets}
