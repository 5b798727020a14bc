"""What the booklet asks of every proposal before the scheme's own questions begin."""

from appraisal.booklet.rooms import Asked, Blank, Box, Choice, Form, Lines, Ticks
from appraisal.engine.scheme import ProposalKind

KIND = {
    "asset-transfer": "Community asset transfer: your group takes over a building or land",
    "coproduction": "Coproduction: residents and the council run a service together",
}
WHO = Form(
    (
        Blank("Name of your group"),
        Blank("Name of the person to contact"),
        Blank("Email"),
        Blank("Phone"),
        Blank("Date"),
    )
)
SIGNED = Form((Blank("Name"), Blank("Role in the group"), Blank("Signature"), Blank("Date")))

LEASE = "You have the building or land to yourselves for an agreed number of years. The council still owns it."
LICENCE = "You may use it for what is agreed. It is not yours alone, and it is easier to end than a lease."
FREEHOLD = "You own the building or land outright, with no end date."

_LEGAL_FORMS = (
    Choice("Charitable incorporated organisation (CIO)"),
    Choice("Community interest company (CIC)"),
    Choice("Company limited by guarantee"),
    Choice("Community benefit society"),
    Choice("Charitable trust"),
    Choice("Unincorporated association"),
    Choice("Another. Write which:", written=True),
    Choice("We have not set one up yet"),
)


def how_to_use(council: str) -> tuple[str, ...]:
    """Say who fills in what, and what becomes of it."""
    return (
        "Your group fills this booklet in. Leave alone what says “The council fills this in”.",
        "You need not finish it in one go, and several people can share the work. Leave blank what you do not know "
        "yet.",
        "Not every question suits every plan. Where a part does not apply to you, say why. The council has to agree.",
        "Estimates are fine. Under “What can you show for it?” name letters, accounts, plans or photos, and keep the "
        "originals.",
        f"Give it back to {council}. The council types your answers in, and your group checks and confirms them.",
        "Words that may be new to you are explained at the end.",
    )


def about(kind: ProposalKind) -> tuple[Asked, ...]:
    """Return what is asked of any proposal of a kind."""
    return (*_ABOUT, *(_TRANSFER if kind == "asset-transfer" else _COPRODUCTION))


_ABOUT = (
    Asked(
        "What do you call your proposal?",
        "A short title. For example, “A community kitchen in the old library”.",
        Lines(2),
    ),
    Asked(
        "What do you want to do?",
        "A short summary: who it is for, what will happen, and why it is needed.",
        Lines(6),
    ),
    Asked(
        "What is the legal form of your group?",
        "It stands in your rules or constitution.",
        Ticks(_LEGAL_FORMS),
        ("Tick one.",),
    ),
)
_TRANSFER = (
    Asked(
        "Which building or land do you ask for?",
        "Leave blank what you do not know: the council can measure it.",
        Form(
            (
                Blank("Name of the building or land"),
                Blank("Address", lines=3),
                Blank("Postcode"),
                Blank("Floor area", "m²"),
                Blank("Area of the whole site", "m²"),
            )
        ),
    ),
    Asked(
        "What do you ask for?",
        "",
        Ticks(
            (
                Choice("A lease", LEASE),
                Choice("A licence", LICENCE),
                Choice("The freehold", FREEHOLD),
            )
        ),
        ("Tick one.",),
    ),
    Asked(
        "For how many years?",
        "For a lease or a licence. For example, 25 years.",
        Box("", "years"),
    ),
    Asked(
        "How much rent do you offer?",
        "For a lease or a licence. It changes none of your points. Write 0 if you offer none.",
        Box("£", "a year"),
    ),
)
_COPRODUCTION = (
    Asked(
        "How much do you ask the council to put in each year?",
        "Money only. For example, £24,000.",
        Box("£", "a year"),
    ),
)
