"""``value`` on the command line: what one method comes to for an appraisal file, in words or as JSON."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from appraisal.engine.faults import CannotRead, shown
from appraisal.file import read_file
from appraisal.methods.every import METHODS
from appraisal.pack.parts import Cell
from appraisal.pack.report.blocks import Block, Facts, Table, Text, Under
from appraisal.pack.ways import WAYS, Way
from appraisal.strict_json import MOST_BYTES

FAULTY = 2


class Out(Protocol):
    """Where lines go."""

    def write(self, text: str) -> object:
        """Write a text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command to an argument parser."""
    parser.add_argument(
        "method", choices=tuple(METHODS), metavar="METHOD", help=f"one of: {', '.join(METHODS)}"
    )
    parser.add_argument("file", metavar="FILE.json", help="an appraisal file")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="what to print (default: text)"
    )


def main(arguments: argparse.Namespace, out: Out, err: Out) -> int:
    """Run the command and return its exit status: 0, or 2 where the file is not valid or holds no such method."""
    way = WAYS[arguments.method]
    key = way.method.key
    try:
        with Path(arguments.file).open("rb") as file:
            given = read_file(file.read(MOST_BYTES + 1))
        if way.method.asks and key not in given.methods:
            err.write(f"methods.{key}: This is missing: the file holds no answers for it.\n")
            return FAULTY
        result = way.method.value(given.methods.get(key, {}), given.appraise())
    except OSError as error:
        err.write(f"{shown(arguments.file)} cannot be read ({error.strerror}).\n")
        return FAULTY
    except CannotRead as cannot:
        err.write("".join(f"{fault}\n" for fault in cannot.faults))
        return FAULTY
    if arguments.format == "json":
        out.write(json.dumps(way.method.written(result), ensure_ascii=False, indent=1) + "\n")
    else:
        out.write("\n".join(_in_words(given.title, way, way.blocks(result))) + "\n")
    return 0


def _in_words(title: str, way: Way, blocks: tuple[Block, ...]) -> Iterator[str]:
    yield f"{way.title}: {title}"
    for block in blocks:
        yield ""
        if isinstance(block, Text):
            yield block.text
        elif isinstance(block, Under):
            yield block.title
        elif isinstance(block, Facts):
            yield from (f"{fact.label}: {fact.text}" for fact in block.facts)
        elif isinstance(block, Table):
            yield from _table(block.grid.caption, [block.grid.heads, *block.grid.rows])


def _table(caption: str, rows: list[tuple[Cell, ...]]) -> Iterator[str]:
    widths = [max(len(row[column].text) for row in rows) for column in range(len(rows[0]))]
    yield caption
    for row in rows:
        yield "  ".join(
            cell.text.rjust(width) if cell.numeric else cell.text.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
