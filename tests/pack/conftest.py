"""Packs that several tests look at: each is drawn once a session."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile, read_file
from appraisal.pack import draw_file

GOLDEN = Path(__file__).resolve().parents[2] / "fixtures" / "golden"
EXAMPLES = ("hall", "garden", "edges", "freehold", "coproduction")


class Drawn(NamedTuple):
    given: AppraisalFile
    appraisal: Appraisal
    pdf: bytes
    text: str  # as printed, in columns

    @property
    def pages(self) -> list[str]:
        return self.text.removesuffix("\f").split("\f")

    @property
    def words(self) -> str:
        """The text in reading order, its lines joined."""
        return " ".join(text_of(self.pdf, "-raw").split())


def text_of(pdf: bytes, how: str = "-layout") -> str:
    done = subprocess.run(["pdftotext", how, "-", "-"], input=pdf, check=True, capture_output=True)
    return done.stdout.decode()


def drawn_from(source: bytes) -> Drawn:
    given = read_file(source)
    pdf = draw_file(given)
    return Drawn(given, given.appraise(), pdf, text_of(pdf))


@cache
def _example(name: str) -> Drawn:
    return drawn_from((GOLDEN / f"{name}.json").read_bytes())


@pytest.fixture(scope="session")
def drawn() -> Callable[[str], Drawn]:
    """Return a golden file's pack, by name."""
    return _example


def golden(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return loaded
