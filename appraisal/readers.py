"""Who reads a page: the group, or an officer of the council."""

from enum import StrEnum


class Reader(StrEnum):
    """Whose eyes a page is made for."""

    GROUP = "group"
    OFFICER = "officer"
