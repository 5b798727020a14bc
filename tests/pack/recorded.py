"""Records for tests of the pack, made without a database: an example's file and what an event adds."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal.examples import example
from appraisal.file import read_file
from appraisal.library import frozen_scheme
from appraisal.recorded import Frozen, read_record
from appraisal.result import result_of

SCHEMES = Path(__file__).resolve().parents[2] / "fixtures" / "schemes"


def record_text(
    name: str = "hall",
    event: str = "submit",
    *,
    beside: Mapping[str, object] | None = None,
    picked: Mapping[str, object] | None = None,
    made_at: str = "2026-09-14T10:30:00.000000+00:00",
    made_by: int = 1,
) -> str:
    """Return the text of a record of an example, as ``record_of`` writes it; ``picked`` are levels picked in it."""
    given = json.loads(example(name).file.source)
    if picked:
        given["picked"] = dict(picked)
    text = (SCHEMES / f"{given['scheme'].partition('@')[0]}.toml").read_text()
    scheme = frozen_scheme(text)
    file = read_file(json.dumps(given).encode(), lambda _: scheme)
    said = {
        "format": "valuing-worth-record/1",
        "event": event,
        "made_at": made_at,
        "made_by": made_by,
        "proposal": "00000000-0000-4000-8000-000000000001",
        "authority": "northfield",
        "file": given,
        "scheme": {"name": scheme.name, "sha256": "", "text": text},
        "result": result_of(file.appraise()),
        "beside": dict(beside or {}),
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def record(*args: Any, **kwargs: Any) -> Frozen:
    """Return such a record, read."""
    return read_record(record_text(*args, **kwargs))
