"""What is sent in place of a table is told by its first bytes, in one sentence; bombs take little time and memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from appraisal.area.read.table import Asked, Whole, WrongFile
from appraisal.area.readers import READERS
from appraisal.imports.lines import opened
from tests.appraisal.site.figures import deprivation

HEADS = "LSOA11CD,LSOA11NM,CHGIND,LSOA21CD,LSOA21NM,LAD22CD\nE01000001,A,U,E01000001,A,E09000001\n"


def zipped(name: str, content: bytes, *, first: tuple[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one, said in (first, (name, content)) if first else ((name, content),):
            made.writestr(one, said)
    return out.getvalue()


ODS = zipped("content.xml", b"<x/>", first=("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"))  # fmt: skip
PAGE = b"\r\n<!DOCTYPE html><html><head><title>503</title></head></html>"


def read(kind: str, content: bytes) -> None:
    rows = READERS[kind].rows
    asked = Asked(today=NEVER, edition=2025, part=True)
    list(rows(opened(io.BytesIO(content)), asked, lambda line, words: None))


NEVER = date(2026, 1, 1)


@pytest.mark.parametrize("kind", ["deprivation", "postcodes", "prices"])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (deprivation().decode().encode("utf-16-le"), "in UTF-16"),
        (HEADS.encode("utf-16-be"), "in UTF-16"),
        (PAGE, "This is a web page and not a table"),
        (b'{"type": "FeatureCollection"}', "This is JSON"),
        (b"%PDF-1.7\n", "neither text nor a spreadsheet"),
        (b"\x1f\x8b\x08\x00", "neither text nor a spreadsheet"),
        (zipped("Data/ONSPD.csv", b"pcds,doterm\n"), "a zip that holds other files. Unpack it"),
        (ODS, "an OpenDocument spreadsheet"),
        (zipped("Data/ONSPD.csv", b"pcds,doterm\n")[:-30], "damaged or cut off"),
        (b"lsoa21cd;lsoa21nm;rank\n1;2;3\n", "separated by semicolons"),
        (b"a\tb\tc\n", "separated by tabs"),
        (b"", "The file is empty"),
    ],
    ids=["le", "be", "page", "json", "pdf", "gzip", "zip", "ods", "cut zip", ";", "tab", "empty"],
)
def test_what_is_no_table_is_said_in_one_sentence(kind: str, content: bytes, why: str) -> None:
    with pytest.raises(WrongFile, match=why):
        read(kind, content)


@pytest.mark.parametrize("kind", ["deprivation", "postcodes", "places"])
@pytest.mark.parametrize("heads", [HEADS, "lsoa11_code,lsoa21_code,change_code\nE01,E01,U\n"])
def test_a_look_up_of_small_areas_is_called_what_it_is(kind: str, heads: str) -> None:
    with pytest.raises(WrongFile, match="This is a look-up from the small areas of one census"):
        read(kind, heads.encode())


def test_two_headings_that_may_be_one_column_are_both_named() -> None:
    two = b"LSOA11CD,LSOA21CD,LSOA21NM,LAD24CD,LAD24NM,IMD rank\n"
    with pytest.raises(WrongFile, match="Both “LSOA11CD” and “LSOA21CD” may be the column"):
        read("deprivation", two)


@pytest.mark.django_db
def test_a_folder_no_file_and_a_locked_one_are_said_by_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(file: Path) -> str:
        out = StringIO()
        with pytest.raises(SystemExit, match="2"):
            call_command("import_figures", "postcodes", str(file), "--dated", "2025-08-01", "--source", "ONS",
                         "--licence", "OGL", stdout=out, stderr=out)  # fmt: skip
        return out.getvalue()

    assert run(tmp_path) == f"{tmp_path} is a folder. Give the file in it that holds the figures.\n"
    assert run(tmp_path / "none.csv") == f"There is no file {tmp_path / 'none.csv'}.\n"

    def locked(*args: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)  # root may read anything
    assert "whoever runs this command is not permitted to" in run(tmp_path / "locked.csv")


def bomb() -> bytes:
    """Return a spreadsheet of 300 KB whose only sheet unpacks to 300 MB."""
    listed = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        b'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.sheet.main+xml"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("[Content_Types].xml", listed)
        made.writestr("xl/workbook.xml", b"<workbook/>")
        with made.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(b" " * 1024 * 1024)
    return out.getvalue()


@pytest.mark.parametrize("lies", [False, True])
def test_a_bomb_is_refused_in_bounded_time_and_memory(lies: bool) -> None:
    content = bomb()
    assert len(content) < 3_000_000
    if lies:  # its table of contents says that it unpacks to 1 KB
        real, said = (300 * 1024 * 1024).to_bytes(4, "little"), (1024).to_bytes(4, "little")
        assert real in content
        content = content.replace(real, said)
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(WrongFile):
            opened(io.BytesIO(content))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("rows", "part", "said"), [(89, False, True), (90, False, False), (3, True, False)]
)
def test_a_month_of_sales_does_not_take_the_place_of_all_years(
    rows: int, part: bool, said: bool
) -> None:
    asked = Asked(today=NEVER, part=part, in_force=100)
    words = READERS["prices"].lacking(Whole(rows=rows, rejected=0), asked)
    assert ("A monthly file holds only what has changed" in words) is said
