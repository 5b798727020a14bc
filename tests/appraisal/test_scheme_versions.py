"""Scheme versions in the database: the text is the truth, the rows follow, published is frozen."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from appraisal.actions.schemes import CannotLoadScheme, load_scheme
from appraisal.engine.faults import CannotRead
from appraisal.library import scheme_named, scheme_paths
from appraisal.models import CriterionRow, SchemeVersion
from appraisal.schemes import engine_scheme

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = scheme_paths()[0].read_text("utf-8")


def test_rows_follow_the_text() -> None:
    version = load_scheme(text=TEXT, at=NOW)
    scheme = scheme_named("valuing-worth-am")
    assert [row.letter for row in version.criteria.all()] == [one.letter for one in scheme.criteria]
    assert [row.key for row in version.headings.all()] == [one.key for one in scheme.headings]
    assert sum(row.maximum for row in version.criteria.all()) == version.maximum == 200
    row = CriterionRow.objects.get(scheme=version, letter="B")
    assert row.heading.key == "financial"
    assert json.loads(row.rule)["rules"][0] == ["0% to 5%", "0 points"]


def test_the_same_text_again_changes_nothing() -> None:
    assert load_scheme(text=TEXT, at=NOW) == load_scheme(text=TEXT, at=NOW)
    assert SchemeVersion.objects.count() == 1


def test_a_version_keeps_its_text() -> None:
    load_scheme(text=TEXT, at=NOW)
    with pytest.raises(CannotLoadScheme, match="A version is frozen"):
        load_scheme(text=TEXT.replace("maximum = 200", "maximum  =  200"), at=NOW)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_holds_a_version_fast(change: str) -> None:
    version = load_scheme(text=TEXT, at=NOW)
    versions = SchemeVersion.objects.filter(pk=version.pk)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        versions.update(text="") if change == "update" else versions._raw_delete(versions.db)


def test_a_wrong_scheme_leaves_nothing_behind() -> None:
    with pytest.raises(CannotRead):
        load_scheme(text=TEXT.replace("maximum = 200", "maximum = 201"), at=NOW)
    assert not SchemeVersion.objects.exists()


def test_the_engine_s_scheme_is_parsed_once() -> None:
    version = load_scheme(text=TEXT, at=NOW)
    assert engine_scheme(version) is engine_scheme(SchemeVersion.objects.get(pk=version.pk))
    assert engine_scheme(version).name == str(version)


def test_the_command_loads_what_ships_and_says_what_is_wrong(tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()
    call_command("load_scheme", stdout=out, stderr=err)
    assert (
        out.getvalue().count("is loaded.") == len(scheme_paths()) == SchemeVersion.objects.count()
    )
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(TEXT.replace('title = "Financial resources"', 'title = "Money"'), "utf-8")
    with pytest.raises(SystemExit):
        call_command("load_scheme", str(wrong), stdout=out, stderr=err)
    assert "A version is frozen" in err.getvalue()
    with pytest.raises(SystemExit):
        call_command("load_scheme", "--authority", "nowhere", stdout=out, stderr=err)
    assert "There is no council nowhere." in err.getvalue()
