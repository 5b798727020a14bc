"""Net present values and social returns beside numpy-financial and a spreadsheet that LibreOffice works out again."""

import json
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from shutil import which
from typing import Any

from appraisal.file import AppraisalFile, read_file
from appraisal.library import FIXTURES, read_toml
from appraisal.methods.every import METHODS
from bench.measure import Ratio, interleaved
from bench.models import Figures, Model, compared
from bench.npv_model import npv_model
from bench.sroi_model import sroi_model
from tests.exports.office import worked_out

_FASTER = 1  # than both, for one proposal
_ROUNDS, _CALLS = 41, 50
_STARTS = 3  # of LibreOffice, each of which takes seconds


def methods() -> Iterator[Ratio]:
    """Yield two lines for each model: the times, once all figures are equal to the penny.

    All work out one proposal from its answers: every figure that ours gives, years of payback too. Where they
    are not equal nothing is measured.
    """
    if which("soffice") is None:
        raise RuntimeError("LibreOffice is missing: bin/setup --test installs it")
    file = _file()
    appraisal = file.appraise()
    for key, model_of in (("cost-benefit", npv_model), ("sroi", sroi_model)):
        model = model_of(file.methods[key], appraisal)
        yield from _lines(model)


def _file() -> AppraisalFile:
    """Return the hall file with what the demo’s officer answers for the other ways to value."""
    demo: Any = read_toml(FIXTURES / "demo" / "methods.toml")["music"]
    said = {key: given for key, given in demo.items() if key in METHODS}
    hall = json.loads((FIXTURES / "golden" / "hall.json").read_bytes())
    return read_file(json.dumps({**hall, "methods": said}).encode())


def _lines(model: Model) -> Iterator[Ratio]:
    ours = model.said(model.ours())
    book, cells = model.book()

    def recalculated() -> Figures:
        with tempfile.TemporaryDirectory() as folder:
            found = worked_out({"model": book}, Path(folder))["model"]
        return {key: Decimal(found["Result", cell]) for cell, key in cells.items()}

    for theirs, work, rounds, calls in (
        ("numpy-financial", model.numpys, _ROUNDS, _CALLS),
        ("LibreOffice on the same .xlsx", recalculated, _STARTS, 1),
    ):
        same = compared(ours, work(), theirs)
        first, baseline, ratio = interleaved(model.ours, work, rounds=rounds, calls=calls)
        name = f"{model.name}, {same} figures equal to the penny"
        yield Ratio(name, theirs, first, baseline, ratio, _FASTER)
