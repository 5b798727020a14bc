"""Facts about England that the method rests on: its regions and its deprivation index."""

# The nine regions of England, as the Office for National Statistics names them. The law, the
# consent and the deprivation index of the method are England's (method §4).
REGIONS = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
)

OTHER_NATIONS = ("Wales", "Scotland", "Northern Ireland")

# How many small areas (LSOAs) each edition of the English Indices of Deprivation ranks, where rank
# 1 is the most deprived. Ranks of two editions are not comparable.
DEPRIVATION_AREAS = {2019: 32_844, 2025: 33_755}
