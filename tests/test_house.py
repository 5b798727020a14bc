"""Tests of the repository itself: what it may hold, and the rules that no other tool can keep."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

ROOT = Path(__file__).resolve().parent.parent


@cache
def files() -> tuple[str, ...]:
    """Return every file of the repository, also new ones that are not committed yet."""
    # Whoever runs the tests may read a checkout that another user owns.
    git = ["git", "-c", "safe.directory=*"]
    command = [*git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted(name for name in set(listed.split("\0")) if (ROOT / name).is_file()))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def python_in(*folders: str) -> list[str]:
    starts = tuple(f"{folder}/" for folder in folders)
    return [name for name in files() if name.startswith(starts) and name.endswith(".py")]


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(read(name), filename=name)


def place(name: str, node: ast.AST) -> str:
    return f"{name}:{getattr(node, 'lineno', 0)}"


# --- what the repository holds -----------------------------------------------------------------


def test_every_file_is_text_that_people_wrote() -> None:
    strange = []
    for name in files():
        if name.startswith("docs/") and name.endswith(".png"):
            continue
        content = (ROOT / name).read_bytes()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            strange.append(name)
            continue
        if b"\0" in content or b"\r" in content:
            strange.append(name)
    assert strange == []


def test_nothing_made_by_a_machine_is_kept() -> None:
    made = [n for n in files() if n.startswith(("build/", ".venv/", "node_modules/"))]
    made += [
        n
        for n in files()
        if n.endswith((".min.js", ".min.css", ".woff2", ".ttf", ".pyc", ".pdf", ".sqlite3"))
    ]
    assert made == []


def test_no_file_names_a_package_registry() -> None:
    # Put together here, so that this file does not name one either.
    hosts = [
        "pypi" + ".org",
        "python" + "hosted",
        "npm" + "js.",
        "yarn" + "pkg",
        "debian" + ".org",
        "node" + "source",
    ]
    found = [
        (name, host)
        for name in files()
        for host in hosts
        if not name.endswith(".png") and host in read(name)
    ]
    assert found == []


def test_the_readme_says_how_to_see_it_and_how_to_test_it() -> None:
    readme = read("README.md")
    assert "bin/demo" in readme
    assert "bin/test" in readme


# --- what it depends on ------------------------------------------------------------------------


def dependencies() -> list[str]:
    settings = tomllib.loads(read("pyproject.toml"))
    return [*settings["project"]["dependencies"], *settings["dependency-groups"]["test"]]


@pytest.mark.parametrize("dependency", dependencies())
def test_a_dependency_says_what_it_is_for(dependency: str) -> None:
    line = next(line for line in read("pyproject.toml").splitlines() if f'"{dependency}"' in line)
    assert re.search(r'",\s+# \w.{10,}', line)


def pins(name: str) -> dict[str, str]:
    """Return each pinned package with its marker and hashes."""
    entries = re.split(r"\n(?=\S)", read(name).strip())
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert all(re.match(r"[a-z0-9-]+==\S+", entry) for entry in packages)
    assert all("--hash=sha256:" in entry for entry in packages)
    return {entry.split("==")[0]: entry for entry in packages}


def test_the_lists_are_pinned_by_hash_and_agree() -> None:
    run, test = pins("requirements.txt"), pins("requirements-test.txt")
    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize("dependency", dependencies())
def test_a_dependency_is_in_its_list(dependency: str) -> None:
    name = re.split(r"[\[<>=]", dependency)[0]
    assert name in pins("requirements-test.txt")


def test_the_lock_of_the_assets_names_no_place() -> None:
    packages = json.loads(read("package-lock.json"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package
        assert not name or "integrity" in package


# --- the scripts -------------------------------------------------------------------------------


def scripts() -> list[str]:
    return [n for n in files() if re.fullmatch(r"bin/[a-z]+|\.ci/run", n)]


def test_the_scripts_are_found() -> None:
    assert {"bin/setup", "bin/demo", "bin/test", "bin/check", ".ci/run"} <= set(scripts())


@pytest.mark.parametrize("script", scripts())
def test_a_script_is_sound(script: str) -> None:
    text = read(script)
    assert os.access(ROOT / script, os.X_OK)
    assert text.startswith("#!/usr/bin/env bash\n# "), "it does not begin by saying what it is for"
    assert "\nset -euo pipefail\n" in text
    subprocess.run(["bash", "-n", script], cwd=ROOT, check=True)


# --- the promises ------------------------------------------------------------------------------


def promises() -> Iterator[str]:
    """Yield each row of each table of promises, without the heads."""
    lines = read("docs/promises.md").splitlines()
    for before, line in zip(["", *lines], [*lines, ""], strict=True):
        ruled = re.fullmatch(r"\|[\s:|-]+\|", line.strip())
        if (
            before.startswith("|")
            and not ruled
            and not re.fullmatch(r"\|[\s:|-]+\|", before.strip())
        ):
            yield before


def names_in(body: list[ast.stmt]) -> dict[str, list[ast.stmt]]:
    """Return what functions and classes a piece of code defines, each with its own body."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name: node.body for node in body if isinstance(node, kinds)}


def proof_exists(proof: str) -> bool:
    name, *path = re.sub(r"\[.*\]$", "", proof).split("::")
    if not path or name not in files():
        return False
    body = tree(name).body
    for step in path:
        found = names_in(body)
        if step not in found:
            return False
        body = found[step]
    return True


def test_every_promise_has_a_proof_that_exists() -> None:
    rows = list(promises())
    assert rows, "docs/promises.md makes no promise"
    faults = []
    for row in rows:
        proofs = re.findall(r"`((?:tests|bench)/[^`\s]+\.py::[^`]+)`", row)
        faults += [f"no proof: {row}"] if not proofs else []
        faults += [f"no such proof: {proof}" for proof in proofs if not proof_exists(proof)]
    assert faults == []


# --- the shape of the code ---------------------------------------------------------------------

LONGEST = 350


def test_no_file_is_too_long_to_read() -> None:
    lengths = {
        n: len(read(n).splitlines())
        for n in python_in("appraisal", "core")
        if "/migrations/" not in n
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


# Clocks, chance, the machine and the world outside. What is left of the standard library is arithmetic.
IMPURE = {
    *("os", "io", "sys", "pathlib", "shutil", "tempfile", "glob", "fileinput", "importlib", "ctypes"),
    *("time", "sched",  "zoneinfo", "random", "secrets", "uuid", "locale", "platform", "getpass"),
    *("socket", "ssl", "select", "selectors", "asyncio", "threading", "multiprocessing", "concurrent"),
    *("subprocess", "signal", "logging", "warnings", "atexit", "gc", "urllib", "http", "email", "smtplib"),
    *("sqlite3", "dbm", "shelve", "pickle", "marshal", "builtins", "inspect"),
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today"}
WORLDLY = {"open", "print", "input", "eval", "exec", "compile", "__import__", "breakpoint"}
PURE = ("appraisal/engine", "appraisal/methods", "appraisal/area")


def imported(module: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield every module that some code imports, in full, wherever the import stands."""
    package = name.removesuffix(".py").removesuffix("/__init__").split("/")
    if not name.endswith("/__init__.py"):
        package = package[:-1]
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            stem = [*start, *([node.module] if node.module else [])]
            # What is named may be a module of its own.
            yield from ((".".join([*stem, alias.name]), node) for alias in node.names)


def test_the_engine_imports_only_what_is_pure() -> None:
    allowed_methods = {"numpy"}  # where a measurement in bench/ shows the need
    # Chance that is given its seed is arithmetic: the same each time.
    seeded = {("appraisal/area/bootstrap.py", "random.Random")}
    faults = []
    for name in python_in(*PURE):
        for module, node in imported(tree(name), name):
            root = module.split(".")[0]
            ours = module.startswith(("appraisal.engine", "appraisal.methods", "appraisal.area"))
            if name.startswith("appraisal/engine"):
                ours = module.startswith("appraisal.engine")
            elif root in allowed_methods or (name, module) in seeded:
                continue
            if not ours and (root not in sys.stdlib_module_names or root in IMPURE):
                faults.append(f"{place(name, node)} imports {module}")
    assert faults == []


def called(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            return node.func.id
        if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            return node.func.attr
    return ""


def test_the_engine_asks_no_clock_and_touches_nothing_outside() -> None:
    faults = [
        f"{place(name, node)} calls {called(node)}"
        for name in python_in(*PURE)
        for node in ast.walk(tree(name))
        if called(node) in CLOCKS | WORLDLY
    ]
    assert faults == []


def asks_whether_infinite(node: ast.AST) -> bool:
    """Say whether this is float("inf"): a name for what a file may hold and the engine refuses."""
    match node:
        case ast.Call(args=[ast.Constant(value="inf" | "-inf" | "nan")]):
            return True
    return False


def test_the_engine_rounds_in_one_place_and_never_counts_in_binary() -> None:
    faults = []
    for name in python_in("appraisal/engine"):
        for node in ast.walk(tree(name)):
            if called(node) in {"round", "float"} and not asks_whether_infinite(node):
                faults.append(f"{place(name, node)} calls {called(node)}")
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                faults.append(f"{place(name, node)} has the binary number {node.value}")
            if isinstance(node, ast.Attribute) and node.attr in {"quantize", "to_integral_value"}:
                faults += (
                    [] if name == "appraisal/engine/amounts.py" else [f"{place(name, node)} rounds"]
                )
    assert faults == []


PAGES = ("appraisal/pack/", "appraisal/booklet/", "appraisal/file.py", "appraisal/file/")


def test_the_pack_and_the_file_know_no_database() -> None:
    faults = []
    for name in python_in("appraisal"):
        if not name.startswith(PAGES):
            continue
        for module, node in imported(tree(name), name):
            if re.match(r"(appraisal|core)\.models\b|django\.db\b|django\.contrib\.auth\b", module):
                faults.append(f"{place(name, node)} imports {module}")
    assert faults == []


HEAVY = {"matplotlib", "weasyprint", "pikepdf", "numpy", "docx"}


def at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the imports that run as soon as a module is imported."""
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield statement
        elif isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test):
            yield from at_import(statement.orelse)
        elif isinstance(statement, ast.If | ast.With | ast.Try | ast.ClassDef):
            yield from at_import(statement.body)
            yield from at_import(getattr(statement, "orelse", []))


def test_drawing_is_imported_only_where_it_is_done() -> None:
    faults = []
    for name in python_in("appraisal", "core"):
        if name.startswith("appraisal/pack/"):
            continue
        for statement in at_import(tree(name).body):
            for module, node in imported(statement, name):
                if module.split(".")[0] in HEAVY:
                    faults.append(
                        f"{place(name, node)} imports {module} when the module is imported"
                    )
    assert faults == []


def modules_after(code: str) -> set[str]:
    """Return which packages a fresh Python has loaded once it has run some code."""
    asked = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "core.settings", "VW_DEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def test_the_engine_wakes_no_framework() -> None:
    modules = [
        n.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for n in python_in("appraisal/engine")
    ]
    loaded = modules_after("\n".join(f"import {module}" for module in modules))
    assert "appraisal" in loaded
    assert loaded & {"django", "core", *HEAVY} == set()


def test_the_site_starts_without_drawing() -> None:
    loaded = modules_after(
        "import core.wsgi\nfrom django.urls import get_resolver\nget_resolver().url_patterns"
    )
    assert "django" in loaded
    assert loaded & {"matplotlib", "weasyprint", "docx"} == set()


# --- the fonts ---------------------------------------------------------------------------------


def test_the_fonts_are_one_family_in_every_eye() -> None:
    from matplotlib.font_manager import FontProperties, fontManager

    fonts = ROOT / "build" / "fonts"
    faces: dict[str, tuple[Literal["normal", "italic"], int]] = {
        "Inter-Regular": ("normal", 400),
        "Inter-SemiBold": ("normal", 600),
        "Inter-Italic": ("italic", 400),
    }
    for face in faces:
        fontManager.addfont(fonts / f"{face}.ttf")
    for face, (style, weight) in faces.items():
        wanted = FontProperties(family="Inter", style=style, weight=weight)
        found = Path(fontManager.findfont(wanted, fallback_to_default=False))
        assert found.name == f"{face}.ttf"


def test_the_fonts_cover_what_packs_print() -> None:
    ranges = json.loads((ROOT / "build" / "fonts" / "coverage.json").read_text())
    covered = {point for first, last in ranges for point in range(first, last + 1)}
    assert ranges == sorted(ranges)
    assert [c for c in "ŵŷŴŶ£€†×÷−–—‘’“”•·²½≥≤✓←→" if ord(c) not in covered] == []


def test_the_style_sheet_knows_a_box_of_every_height_that_a_form_asks_for() -> None:
    (most,) = re.findall(r"@for \$rows from 2 through (\d+)", read("static/scss/_page.scss"))
    asked = {
        int(rows)
        for name in python_in("appraisal", "core")
        for rows in re.findall(r"\brows=(\d+)", read(name))
    }
    assert asked
    assert max(asked) <= int(most), "a taller box would be one line high"
