"""``appraise`` on the command line: files in, results or a pack out.

It needs no database, server, account or network, and no Django unless a pack is drawn. The
management command and ``python -m appraisal`` are two doors to :func:`main`.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TextIO

from appraisal.engine.faults import CannotRead, Fault, shown
from appraisal.engine.scheme import Scheme
from appraisal.file import AppraisalFile, FindScheme, read_file
from appraisal.library import fault_lines, scheme_named, what_if_scheme
from appraisal.result import whole_result
from appraisal.strict_json import MOST_BYTES
from appraisal.summary import summary_of

FAULTY = 2
Command = Callable[[argparse.Namespace, TextIO, TextIO], int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command to an argument parser."""
    parser.add_argument(
        "file", metavar="FILE", help="an appraisal file (.json), or many, one a line (.jsonl)"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "jsonl"),
        help="what to print: a readable summary, the result as JSON, or one result a line (default: text; for a "
        ".jsonl file jsonl)",
    )
    parser.add_argument(
        "--scheme",
        metavar="SCHEME.toml",
        help="appraise under this scheme file, a draft perhaps, whatever scheme the file names",
    )
    parser.add_argument("--pdf", metavar="OUT.pdf", help="draw the appraisal pack into this file")


def main(arguments: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Run the command and return its exit status: 0, or 2 where a file is not valid."""
    path = Path(arguments.file)
    by_line = path.suffix == ".jsonl" or arguments.format == "jsonl"
    if arguments.pdf and Path(arguments.pdf).resolve() == path.resolve():
        err.write("The pack cannot be drawn over the appraisal file that it is drawn from.\n")
        return FAULTY
    if by_line and (arguments.pdf or arguments.format not in ("jsonl", None)):
        err.write("A .jsonl file holds many appraisals: it gives --format jsonl, and no pack.\n")
        return FAULTY
    try:
        find_scheme = (
            _only(what_if_scheme(Path(arguments.scheme))) if arguments.scheme else scheme_named
        )
    except CannotRead as error:
        lines = fault_lines(Path(arguments.scheme), error)
        err.write("".join(f"{line}\n" for line in lines))
        return FAULTY
    try:
        file = path.open("rb")
    except OSError as error:
        _write_faults(
            (Fault("", f"{shown(arguments.file)} cannot be read ({error.strerror})."),), err
        )
        return FAULTY
    with file:
        if by_line:
            return _lines(file, find_scheme, out)
        return _one(file, find_scheme, arguments, out, err)


def _only(scheme: Scheme) -> FindScheme:
    return lambda name: scheme


def _one(
    file: BinaryIO, find_scheme: FindScheme, arguments: argparse.Namespace, out: TextIO, err: TextIO
) -> int:
    try:
        given = read_file(file.read(MOST_BYTES + 1), find_scheme)
        appraisal = given.appraise()
    except CannotRead as fault:
        _write_faults(fault.faults, err)
        return FAULTY
    if arguments.pdf and not _draw(given, Path(arguments.pdf), err):
        return FAULTY
    if arguments.format == "json":
        out.write(
            json.dumps(whole_result(appraisal, given.methods), ensure_ascii=False, indent=1) + "\n"
        )
    else:
        out.write(summary_of(given, appraisal))
        if arguments.pdf:
            out.write(f"\nThe pack is in {arguments.pdf}.\n")
    return 0


def _write_faults(faults: Sequence[Fault], err: TextIO) -> None:
    err.write("".join(f"{fault}\n" for fault in faults))


def _lines(file: BinaryIO, find_scheme: FindScheme, out: TextIO) -> int:
    status = 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for number, line in enumerate(_bounded_lines(file), start=1):
        if not line:
            continue
        try:
            given = read_file(line, find_scheme)
            out.write(encode(whole_result(given.appraise(), given.methods)) + "\n")
        except CannotRead as fault:
            status = FAULTY
            errors = [{"place": one.place, "message": one.message} for one in fault.faults]
            out.write(encode({"line": number, "errors": errors}) + "\n")
        out.flush()  # a result is of use while later lines are still to come
    return status


def _bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """Return the lines of a file: blank ones empty, of an endless one only so much as shows it."""
    most = MOST_BYTES + 2  # the line's end is not counted
    while line := file.readline(most):
        rest, blank = line, not line.strip()
        while not rest.endswith(b"\n") and (rest := file.readline(most)):
            blank = blank and not rest.strip()
        yield b"" if blank else line.removesuffix(b"\n").removesuffix(b"\r")


def _draw(given: AppraisalFile, path: Path, err: TextIO) -> bool:
    if path.is_dir():
        err.write(f"The pack cannot be drawn into {shown(str(path))}: it is a folder.\n")
        return False
    unfinished = path.with_name(f"{path.name}.part")
    try:
        from appraisal.pack import draw_file  # WeasyPrint and matplotlib only where a pack is drawn

        unfinished.write_bytes(draw_file(given))
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        err.write(f"The pack cannot be drawn into {shown(str(path))}: {error.strerror or error}.\n")
        return False
    return True


def guarded(arguments: argparse.Namespace, command: Command = main) -> int:
    """Run a command on standard output and error, without a traceback where they fail.

    A reader that has gone away (``| head``) is no error; a full disk is one.
    """
    try:
        status = command(arguments, *utf8_streams())
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        sys.stderr.write(f"The output cannot be written: {error.strerror}.\n")
        return FAULTY
    return status


def run(arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m appraisal``: the same command without Django's."""
    parser = argparse.ArgumentParser(
        prog="python -m appraisal", description="Appraise an appraisal file."
    )
    add_arguments(parser)
    return guarded(parser.parse_args(arguments))


def utf8_streams() -> tuple[TextIO, TextIO]:
    """Return standard output and error, writing UTF-8 whatever the machine's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout, sys.stderr


def in_utf_8(given: str) -> str:
    """Return a word of a command line with a “?” for each byte that is no UTF-8: no database keeps those."""
    return given.encode("utf-8", "replace").decode("utf-8")


def _drop_output() -> None:
    # What is still in the buffer would fail once more, with a traceback, at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
