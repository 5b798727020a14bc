"""What the indicators of social capital measure, in our words: the national ones of 2008, and what is asked today.

An old and a new indicator that measure much the same were asked by other surveys in other words, so their values
never make one series: ``like`` says what to look at beside each other, not what to join.
"""

from typing import NamedTuple

PLACE_SURVEY = "Place Survey"
THIRD_SECTOR_SURVEY = "National Survey of Third Sector Organisations"
COMMUNITY_LIFE = "Community Life Survey"

COHESION, BELONGING, PARTICIPATION, INFLUENCE, SATISFACTION, VOLUNTEERING, THIRD_SECTOR = (
    f"NI{number}" for number in range(1, 8)
)


class Indicator(NamedTuple):
    """An indicator: its key in our file, what it is called, what is counted, and which survey asked."""

    key: str
    title: str
    counts: str
    survey: str
    like: str = (
        ""  # the key of the one that measures much the same in the other time; blank: there is none
    )


INDICATORS = (
    Indicator(
        COHESION,
        "Getting on together",
        "Adults, in percent, who think that people of different backgrounds get on well where they live",
        PLACE_SURVEY,
        "CLS-cohesion",
    ),
    Indicator(
        BELONGING,
        "Belonging",
        "Adults, in percent, who feel that they belong to their neighbourhood",
        PLACE_SURVEY,
        "CLS-belonging",
    ),
    Indicator(
        PARTICIPATION,
        "Taking part in civic life",
        "Adults, in percent, who in a year sat on a body that decides for the area, such as a school’s governors",
        PLACE_SURVEY,
        "CLS-participation",
    ),
    Indicator(
        INFLUENCE,
        "Influence over decisions",
        "Adults, in percent, who feel that they can influence what is decided about their area",
        PLACE_SURVEY,
        "CLS-influence",
    ),
    Indicator(
        SATISFACTION,
        "Satisfaction with the area",
        "Adults, in percent, who are satisfied with their area as a place to live",
        PLACE_SURVEY,
        "CLS-satisfaction",
    ),
    Indicator(
        VOLUNTEERING,
        "Regular volunteering",
        "Adults, in percent, who give unpaid help through a group at least once a month",
        PLACE_SURVEY,
        "CLS-volunteering",
    ),
    Indicator(
        THIRD_SECTOR,
        "Room for charities and groups",
        "Charities and social enterprises, in percent, that say local public bodies help them to succeed",
        THIRD_SECTOR_SURVEY,
    ),
    Indicator(
        "CLS-cohesion",
        "Getting on together",
        "Adults, in percent, who agree that people of different backgrounds get on well in their area",
        COMMUNITY_LIFE,
        COHESION,
    ),
    Indicator(
        "CLS-belonging",
        "Belonging",
        "Adults, in percent, who feel strongly that they belong to the streets around them",
        COMMUNITY_LIFE,
        BELONGING,
    ),
    Indicator(
        "CLS-participation",
        "Taking part in civic life",
        "Adults, in percent, who in a year did something civic, such as write to a councillor or sign a petition",
        COMMUNITY_LIFE,
        PARTICIPATION,
    ),
    Indicator(
        "CLS-influence",
        "Influence over decisions",
        "Adults, in percent, who agree that they themselves can influence what is decided about their area",
        COMMUNITY_LIFE,
        INFLUENCE,
    ),
    Indicator(
        "CLS-satisfaction",
        "Satisfaction with the area",
        "Adults, in percent, who are very or fairly satisfied with their area as a place to live",
        COMMUNITY_LIFE,
        SATISFACTION,
    ),
    Indicator(
        "CLS-volunteering",
        "Regular volunteering",
        "Adults, in percent, who help through a group or club at least once a month without pay",
        COMMUNITY_LIFE,
        VOLUNTEERING,
    ),
)
BY_KEY = {one.key: one for one in INDICATORS}
