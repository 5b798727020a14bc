"""The commands beside ``appraise``."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from appraisal.engine.faults import CannotRead
from appraisal.library import FIXTURES, NoSuchScheme, published_proxies, read_proxies, scheme_named

AM = FIXTURES / "schemes" / "valuing-worth-am.toml"


def run(name: str, *arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def draft(folder: Path, old: str, new: str, name: str = "valuing-worth-am@draft.toml") -> str:
    text = AM.read_text(encoding="utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return str(path)


def test_check_scheme_says_what_is_right() -> None:
    status, out, err = run("check_scheme", str(AM))
    assert (status, err) == (0, "")
    assert "valuing-worth-am@2026.1, 13 criteria, 200 points: nothing wrong." in out


def test_check_scheme_names_file_place_and_reason(tmp_path: Path) -> None:
    path = draft(tmp_path, "points = 20, secured = 100", "points = 19, secured = 100")
    status, out, err = run("check_scheme", path, str(AM))
    assert status == 2
    assert f"{path}: criteria[0] (A).maximum: The most that the measure gives is 19" in err
    assert "nothing wrong" in out, "the other file is checked all the same"


def test_check_scheme_checks_a_copy_under_any_name(tmp_path: Path) -> None:
    path = draft(tmp_path, 'version = "2026.1"', 'version = "2026.2"', name="our copy.toml")
    status, out, err = run("check_scheme", path)
    assert (status, err) == (0, "")
    assert "valuing-worth-am@2026.2" in out


def test_check_scheme_asks_that_the_library_s_files_are_named_after_their_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schemes").mkdir()
    path = draft(tmp_path / "schemes", 'version = "2026.1"', 'version = "2026.2"', name="o.toml")
    monkeypatch.setattr("appraisal.library.FIXTURES", tmp_path)
    published_proxies()  # read before, from where they are
    status, _, err = run("check_scheme", path)
    assert status == 2
    assert "must begin with the key valuing-worth-am" in err


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            '"people"\nkind = "number"',
            '"people"\nkind = "figure"',
            "criteria[7] (H).questions[1] (volunteers).columns[1] (people).kind: ",
        ),
        ('kite = "left"', 'kite = "north"', "headings[3] (wider).kite: "),
        (
            "points = 5, secured = 25",
            "points = 16, secured = 25",
            "criteria[0] (A).measure.bands[4]: ",
        ),
        ('letter = "H"', 'letter = "h"', "criteria[7] (h).letter: "),
        ('letter = "H"', "letter = 8", "criteria[7].letter: "),
        ("maximum = 200", 'maximum = 200\n"a[1].b[" = 1', "a[1].b[: "),
    ],
)
def test_check_scheme_names_what_a_place_counts(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    path = draft(tmp_path, old, new)
    _, _, err = run("check_scheme", path)
    assert f"{path}: {place}" in err


@pytest.mark.parametrize("text", ["no toml at all [", "a = 1979-13-45", "\ufeffa = \x00"])
def test_check_scheme_refuses_what_is_not_toml(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    status, _, err = run("check_scheme", str(path))
    assert status == 2
    assert "is not TOML" in err


def test_check_scheme_says_that_a_file_is_missing(tmp_path: Path) -> None:
    status, _, err = run("check_scheme", str(tmp_path / "nowhere.toml"))
    assert status == 2
    assert err == f"{tmp_path / 'nowhere.toml'} cannot be read (No such file or directory).\n"


def test_diff_schemes_speaks_in_sentences(tmp_path: Path) -> None:
    path = draft(tmp_path, "points = 5, secured = 25", "points = 4, secured = 25")
    status, out, err = run("diff_schemes", str(AM), path)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "Criterion A, rule, band 5, points: 5 becomes 4."
    assert run("diff_schemes", str(AM), str(AM))[1] == "The two schemes are the same.\n"


def test_diff_schemes_says_that_two_schemes_go_by_one_name(tmp_path: Path) -> None:
    path = draft(tmp_path, "points = 5, secured = 25", "points = 4, secured = 25")
    same = "Both files say that they are valuing-worth-am@2026.1, yet they differ."
    assert run("diff_schemes", str(AM), path)[1].splitlines()[0] == same
    named = Path(path).read_text(encoding="utf-8").replace('"2026.1"', '"2026.2"', 1)
    Path(path).write_text(named, encoding="utf-8")
    assert "yet they differ" not in run("diff_schemes", str(AM), path)[1]


def test_diff_schemes_compares_only_schemes_that_are_right(tmp_path: Path) -> None:
    path = draft(tmp_path, "points = 5, secured = 25", "points = 16, secured = 25")
    status, out, err = run("diff_schemes", str(AM), path)
    assert (status, out) == (2, "")
    assert "criteria[0] (A).measure.bands[4]: The points rise" in err


def test_check_scheme_refuses_one_version_in_two_files(tmp_path: Path) -> None:
    path = draft(tmp_path, "maximum = 200", "maximum = 200 ")
    status, _, err = run("check_scheme", str(AM), path)
    assert status == 2
    assert "is valuing-worth-am@2026.1 already" in err


def test_check_scheme_refuses_a_number_of_ten_thousand_digits(tmp_path: Path) -> None:
    path = draft(tmp_path, "maximum = 200", f"maximum = {'9' * 10_000}")
    assert run("check_scheme", path)[0] == 2


def test_diff_schemes_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    status, out, err = run("diff_schemes", str(AM), str(tmp_path / "nowhere.toml"))
    assert (status, out) == (2, "")
    assert "cannot be read" in err


def test_a_scheme_is_found_by_key_and_by_exact_version() -> None:
    assert scheme_named("valuing-worth-am") is scheme_named("valuing-worth-am")
    assert scheme_named("valuing-worth-am@2026.1").maximum == 200


def test_the_newest_published_version_is_taken_and_a_draft_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = AM.read_text(encoding="utf-8")
    for version, published in (
        ("2026.1", "published = 2026-11-01"),
        ("2027.1", "published = 2027-04-01"),
        ("3", ""),
    ):
        changed = text.replace('version = "2026.1"', f'version = "{version}"')
        changed = changed.replace("published = 2026-11-01", published)
        (tmp_path / f"valuing-worth-am@{version}.toml").write_text(changed, encoding="utf-8")
    monkeypatch.setattr("appraisal.library.scheme_paths", lambda: sorted(tmp_path.glob("*.toml")))
    scheme_named.cache_clear()
    try:
        assert scheme_named("valuing-worth-am").version == "2027.1"
        assert scheme_named("valuing-worth-am@2026.1").version == "2026.1"
        assert scheme_named("valuing-worth-am@3").published is None
    finally:
        scheme_named.cache_clear()


@pytest.mark.parametrize(
    "name",
    ["", "nowhere", "valuing-worth-am@", "valuing-worth-am@1", "../schemes/valuing-worth-am"],
)
def test_a_scheme_that_there_is_not_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(
        NoSuchScheme, match="Known schemes: valuing-worth-am, valuing-worth-coproduction"
    ):
        scheme_named(name)


HEAD = "key,area,applies_from,value,unit,status,source\n"


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("key,value\n", "line 1", "The columns must be"),
        (HEAD + "unheard_of,,2020-04-01,1,GBP,default,us\n", "line 2", "not in the catalogue"),
        (HEAD + "minimum_wage_hour,London,2020-04-01,1,GBP,default,us\n", "line 2", "has no area"),
        (HEAD + "regional_pay_week,,2020-04-01,1,GBP,default,us\n", "line 2", "needs an area"),
        (HEAD + "minimum_wage_hour,,2020-13-01,1,GBP,default,us\n", "line 2", "must be a date"),
        (HEAD + "minimum_wage_hour,,2020-04-01,0,GBP,default,us\n", "line 2", "above 0"),
        (HEAD + "minimum_wage_hour,,2020-04-01,NaN,GBP,default,us\n", "line 2", "above 0"),
        (HEAD + "minimum_wage_hour,,2020-04-01,1,GBP,local,us\n", "line 2", "published or default"),
        (HEAD + "minimum_wage_hour,,2020-04-01,1,GBP,default,\n", "line 2", "unit and a source"),
        (
            HEAD + "minimum_wage_hour,,2020-04-01,1,GBP,default,us\n" * 2,
            "minimum_wage_hour",
            "Two values",
        ),
    ],
)
def test_a_file_of_proxies_is_refused_with_place_and_reason(
    tmp_path: Path, text: str, place: str, reason: str
) -> None:
    path = tmp_path / "proxies.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRead) as refused:
        read_proxies(path, published_proxies().kinds)
    (fault,) = refused.value.faults
    assert fault.place == place
    assert reason in fault.message
