"""The square code of an issued pack reads, as a telephone reads it from a grey copy, in every edition."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from appraisal.pack import Edition
from tests.pack.test_editions import issued

DOTS = 150  # to the inch: what an office copier makes of a page
ADDRESS = "https://council.example/borsetshire/packs/7K3M9QX2PA"


def codes_in(pdf: bytes, folder: Path) -> list[str]:
    """Return what the codes on the first two pages say, printed in grey."""
    subprocess.run(
        ["pdftoppm", "-l", "2", "-r", str(DOTS), "-gray", "-", folder / "sheet"],
        input=pdf,
        check=True,
    )
    found: list[str] = []
    for sheet in sorted(folder.glob("sheet*")):
        with Image.open(sheet) as drawn:
            assert drawn.mode == "L"
            found += [one.text for one in zxingcpp.read_barcodes(drawn)]
    return found


@pytest.mark.parametrize("edition", Edition)
def test_the_code_reads_and_leads_to_the_page_on_this_pack(
    edition: Edition, tmp_path: Path
) -> None:
    assert codes_in(issued(edition), tmp_path) == [ADDRESS]
