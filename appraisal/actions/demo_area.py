"""What the demo's first council knows of its places: made-up samples and Birmingham's published tables, imported."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from appraisal.actions.aims import set_aims, set_neighbourhoods
from appraisal.actions.datasets import Origin, Sent, begin_import, put_in_force, read_import
from appraisal.imports.lines import opened
from appraisal.library import FIXTURES
from core.models import Authority

Plan = Mapping[str, Any]


def load_area(plan: Plan, *, council: Authority, at: datetime) -> None:
    """Import the files of a plan, name the council's neighbourhoods, and say what their people want."""
    for one in plan["imports"]:
        _import(one, council, at)
    set_neighbourhoods(by=None, authority=council, names=plan["neighbourhoods"], at=at)
    for kind, lists in plan["lists"].items():
        set_aims(by=None, authority=council, kind=kind, lists=lists, at=at)


def _import(one: Plan, council: Authority, at: datetime) -> None:
    path = FIXTURES / "area" / one["file"]
    content = path.read_bytes()
    dataset = begin_import(
        by=None,
        authority=council,
        kind=one["kind"],
        edition=one.get("edition", 0),
        sent=Sent(name=path.name, sha256=sha256(content).hexdigest(), size=len(content)),
        origin=Origin(source=one["source"], licence=one["licence"], dated=one["dated"]),
        part=True,
        at=at,
    )
    with path.open("rb") as file:
        read = read_import(
            dataset=dataset, lines=lambda: opened(file), place=file.tell, clock=lambda: at
        )
    put_in_force(by=None, dataset=read, at=at)
