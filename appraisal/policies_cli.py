"""``policies`` on the command line: what each discount policy gives for an appraisal file."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from appraisal.engine.discount import Discount
from appraisal.engine.faults import CannotRead, shown
from appraisal.engine.others import Other
from appraisal.file import AppraisalFile, read_file
from appraisal.pack.others import TITLE, other_policies, stated
from appraisal.strict_json import MOST_BYTES
from appraisal.value_cli import FAULTY, Out


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command to an argument parser."""
    parser.add_argument("file", metavar="FILE.json", help="an appraisal file")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="what to print (default: text)"
    )


def main(arguments: argparse.Namespace, out: Out, err: Out) -> int:
    """Run the command and return its exit status: 0, or 2 where the file is not valid."""
    try:
        with Path(arguments.file).open("rb") as file:
            given = read_file(file.read(MOST_BYTES + 1))
        others = other_policies(given.appraise())
    except OSError as error:
        err.write(f"{shown(arguments.file)} cannot be read ({error.strerror}).\n")
        return FAULTY
    except CannotRead as cannot:
        err.write("".join(f"{fault}\n" for fault in cannot.faults))
        return FAULTY
    if arguments.format == "json":
        said = {"policies": [_written(one) for one in others]}
        out.write(json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    else:
        out.write("\n".join(_in_words(given, others)) + "\n")
    return 0


def _written(one: Other) -> dict[str, object]:
    policy = one.policy
    return {
        "name": policy.name,
        "policy": policy.kind,
        "status": policy.status,
        "source": policy.source,
        "condition": policy.condition,
        **_figures(one.discount),
    }


def _figures(found: Discount | None) -> dict[str, object]:
    if found is None:
        return {"percent": None, "amount_gbp": None, "payable_gbp": None, "derivation": []}
    return {
        "percent": f"{found.percent:f}",
        "amount_gbp": None if found.amount is None else f"{found.amount:f}",
        "payable_gbp": None if found.payable is None else f"{found.payable:f}",
        "derivation": [{"text": one.text, "result": one.result} for one in found.derived.lines],
    }


def _in_words(given: AppraisalFile, others: tuple[Other, ...]) -> Iterator[str]:
    yield f"{TITLE} {given.title}"
    if not others:
        yield "None can apply: nothing is let or sold, or no criterion applies."
    for one in others:
        percent, amount, payable = stated(one)
        yield ""
        yield f"{one.policy.name}: {percent}, amount {amount}, payable {payable}"
        yield from (f"    {line}" for line in (one.discount.derived.lines if one.discount else ()))
        if one.discount is None:
            yield f"    {one.policy.lacks}"
        if one.policy.condition:
            yield f"    Condition: {one.policy.condition}"
        yield f"    Source: {one.policy.source}."
