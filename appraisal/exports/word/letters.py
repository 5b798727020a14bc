"""The letters of minimal financial assistance (Subsidy Control Act 2022 s37), for Word: officers finish and send them.

What the ledger knows stands in them; what it does not stands in brackets, so that nobody sends a gap unseen.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from appraisal.booklet.word_file import packed
from appraisal.booklet.word_look import Face, new_document
from appraisal.engine import words
from appraisal.exports.word.letter_page import Page, Sender
from appraisal.methods.subsidy_parts import ACT, DATABASE, Found, Ledger, NoSubsidy
from appraisal.pack.subsidy_said import COUNTED

_SPARE_ROWS = 3  # for what the council does not know of
_TO_FILL_IN = ("[from whom]", "[what it was]", "[day]", "[£]")


class Letter(NamedTuple):
    """A letter: its name, who signs it and when it is of use, why it cannot be made of a ledger, and its text."""

    title: str
    about: str
    refused: Callable[[Ledger], str]
    write: Callable[[Page, str, Ledger], None]


def why_not(key: str, found: Found | None) -> str:
    """Return why a letter cannot be made, in a sentence or two; nothing where it can. ``None``: nothing is summed."""
    if found is None:
        return "The subsidy ledger is not filled in yet, or something in it cannot be worked out."
    if isinstance(found, NoSubsidy):
        return "The recipient is not an enterprise, so nothing is given as minimal financial assistance."
    if not found.within:
        over = words.short_pounds(-found.left)
        return (
            f"The award would take the recipient over the limit by {over}, so it must not be given as minimal "
            "financial assistance."
        )
    if not found.worth:
        return "The award comes to nothing, so there is no assistance to write about."
    return LETTERS[key].refused(found)


def draw_letter(key: str, found: Ledger, sender: Sender) -> bytes:
    """Return a letter as a .docx; the same ledger and sender give the same bytes."""
    letter = LETTERS[key]
    face = Face(
        title=f"{letter.title}: {sender.title}",
        foot=f"{letter.title} · {sender.council}",
        author=sender.council,
        subject=f"{ACT}, section 37",
        colour=sender.colour,
        dated=sender.today,
    )
    page = Page(new_document(face), sender)
    letter.write(page, letter.title, found)
    return packed(page.document)


# --- the notification ----------------------------------------------------------------------------


def _notification(page: Page, title: str, found: Ledger) -> None:
    limit, council = words.short_pounds(found.limit.amount), page.sender.council
    page.to(title, found)
    page.say(
        f"{council} is proposing to give you, {page.recipient(found)}, a subsidy by way of minimal financial "
        f"assistance, on {words.day(found.given_on)}. This letter is the notification that section 37 of the Act "
        "wants before that."
    )
    page.under("What is proposed")
    page.award(found)
    page.under("What we ask you to confirm")
    page.say(
        f"Please confirm in writing that the total of {limit} in section 36(1) of the Act will not be exceeded by your "
        "receiving this assistance. Nothing can be given before we have your confirmation."
    )
    page.say(
        f"Count all {COUNTED} that any public body gave you, and bodies under the same control, from "
        f"{words.day(found.years[0].begins)} to {words.day(found.given_on)}: that day’s financial year so far, and the "
        "two before."
    )
    _known_so_far(page, found)
    page.say(
        "A form for your confirmation comes with this letter. If you are not sure what counts, or the total would be "
        "higher, tell us before you sign. Please answer by [date] to [name, address and email]."
    )
    page.under("What comes after")
    page.say(
        "When the assistance is given we will confirm it to you in writing. You must keep a record of it for at least "
        "three years from that day, and count it in whatever you confirm to others."
    )
    if found.in_database:
        above = words.short_pounds(DATABASE.amount)
        page.say(
            f"Because it is above {above}, we must enter it in the public subsidy database (sections 33 and 36(4))."
        )
    page.signed()


def _known_so_far(page: Page, found: Ledger) -> None:
    counted = [one for one in found.awards if one.counts]
    if not counted:
        page.say(
            "You have told us of no such assistance in that time."
            if found.known
            else "We know of no such assistance in that time, but you have not told us yet."
        )
        return
    page.say(
        "This is what we know of. Correct it on the form if it is not right or not all.", keep=True
    )
    rows = [(one.whom, one.what, words.day(one.day), words.pounds(one.amount)) for one in counted]
    rows += [
        ("This award", "", words.day(found.given_on), words.pounds(found.worth)),
        ("Total", "", "", words.pounds(found.total)),
        ("Limit", found.limit.where, "", words.pounds(found.limit.amount)),
    ]
    heads = ("From whom", "What it was", "Given on", "£")
    page.table("Assistance that counts towards the limit", heads, (25, 35, 20, 20), rows)


# --- the recipient's confirmation ----------------------------------------------------------------


def _reply(page: Page, title: str, found: Ledger) -> None:
    limit, council = words.short_pounds(found.limit.amount), page.sender.council
    steps = found.steps
    notified = words.day(steps.notified) if steps.notified else "[date of the notification]"
    page.head(
        title,
        f"From: {page.recipient(found)}",
        "[your address]",
        f"To: {council}, [address to which it goes back]",
    )
    page.say(
        f"This answers the council’s notification of {notified}. It proposes minimal financial assistance with a gross "
        f"value amount of {words.pounds(found.worth)}, to be given on {words.day(found.given_on)}."
    )
    page.under("What we have had")
    page.say(f"Bodies under the same control as we are: {found.linked or '[names, or “none”]'}.")
    page.say(
        f"From any public body, we and they have been given this from {words.day(found.years[0].begins)} to today: "
        f"{COUNTED}. Strike out what is wrong, and add what is missing. Write “none” if there was none."
    )
    rows = [
        (one.whom, one.what, words.day(one.day), words.pounds(one.amount))
        for one in found.awards
        if one.counts
    ]
    rows += [_TO_FILL_IN] * _SPARE_ROWS
    heads = ("From whom", "What it was", "Given on", "£")
    page.table("Assistance that we have had", heads, (25, 35, 20, 20), rows)
    page.under("What we confirm")
    page.say(
        f"We confirm that the total of {limit} in section 36(1) of the Act will not be exceeded by our receiving the "
        "proposed assistance. We will tell the council before the assistance is given if anything here changes.",
        keep=True,
    )
    page.say("Sign only if this is right. If you are not sure, ask the council first.", keep=True)
    lines = [(label, "") for label in ("Signature", "Name", "Position in the organisation", "Date")]
    asked = ("For the recipient", "Please fill in")
    page.table("Signature", asked, (40, 60), lines, figures=False, high_mm=10)


# --- the council's confirmation ------------------------------------------------------------------


def _confirmation(page: Page, title: str, found: Ledger) -> None:
    council = page.sender.council
    on = words.day(found.given_on)
    confirmed = found.steps.confirmed
    page.to(title, found)
    page.say(
        f"{council} confirms that the subsidy below is given to you, {page.recipient(found)}, as minimal financial "
        f"assistance under section 36 of the Act. It is given on {on}. Its gross value amount is "
        f"{words.pounds(found.worth)}."
    )
    page.under("What is given")
    page.award(found)
    if confirmed:
        page.say(
            f"You confirmed in writing, received on {words.day(confirmed)}, that the total of "
            f"{words.short_pounds(found.limit.amount)} in section 36(1) of the Act will not be exceeded."
        )
    page.under("What you must keep")
    page.say(
        "Keep a written record that you received a subsidy by way of minimal financial assistance, of the day on which "
        f"it was given, {on}, and of its gross value amount, {words.pounds(found.worth)}. Keep it for at least three "
        "years beginning with that day (section 37(6) and (7))."
    )
    page.say("It counts towards the limit in this financial year and in the two that follow.")
    page.signed()


# --- which there are -----------------------------------------------------------------------------


def _always(found: Ledger) -> str:
    return ""


def _only_once_confirmed(found: Ledger) -> str:
    if found.steps.confirmed is None:
        return (
            "The recipient’s written confirmation has not come yet. Nothing may be given before it, so the council has "
            "nothing to confirm."
        )
    if found.steps.confirmed > found.given_on:
        return (
            f"The recipient’s written confirmation came after {words.day(found.given_on)}, when the assistance is to "
            "be given. Nothing may be given before it: put the day of giving right first."
        )
    return ""


LETTERS: Mapping[str, Letter] = {
    "notification": Letter(
        "Notification of minimal financial assistance",
        "The council sends it before anything is given.",
        _always,
        _notification,
    ),
    "reply": Letter(
        "Confirmation by the recipient",
        "Goes with the notification. The recipient signs it and sends it back before anything is given.",
        _always,
        _reply,
    ),
    "confirmation": Letter(
        "Confirmation of minimal financial assistance",
        "The council sends it when the assistance is given.",
        _only_once_confirmed,
        _confirmation,
    ),
}
