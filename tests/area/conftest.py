"""Where the published tables of Birmingham stand."""

from __future__ import annotations

from pathlib import Path

import pytest

AREA = Path(__file__).resolve().parents[2] / "fixtures" / "area"


@pytest.fixture(scope="session")
def area() -> Path:
    return AREA
