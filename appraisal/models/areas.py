"""Areas, postcodes, prices and indicators: the rows of imports. They are only ever added and thrown away whole.

They are written past the models, thousands at a time (:mod:`appraisal.actions.bulk`), and found by the dataset
that is in force. No row has a key of its own that anything else refers to. Where there are very many, the database
does not look the dataset up for each (on PostgreSQL that takes as long as to write the row): a row of no dataset is
never found, and who deletes a dataset through the models deletes its rows.
"""

from django.db import models

from appraisal.models.datasets import Dataset


class AreaRank(models.Model):
    """A small area (LSOA) with its rank in an edition of the Indices of Deprivation; rank 1: most deprived."""

    dataset = models.ForeignKey(
        Dataset, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=200)
    council = models.CharField(max_length=20)  # the code of its local authority
    ward = models.CharField(max_length=20)  # its code; blank where the file has none
    rank = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "code"], name="area_rank_once")]

    def __str__(self) -> str:
        return self.name


class Postcode(models.Model):
    """A postcode, in capitals with a space, and what it lies in; ``ended``: no longer used."""

    dataset = models.ForeignKey(
        Dataset, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    postcode = models.CharField(max_length=8)
    area21 = models.CharField(max_length=9)  # the small area of the census of 2021
    area11 = models.CharField(max_length=9)  # and of 2011; blank where the file has none
    ward = models.CharField(max_length=9)
    council = models.CharField(max_length=9)
    ended = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "postcode"], name="postcode_once")
        ]

    def __str__(self) -> str:
        return self.postcode


class PlaceKind(models.TextChoices):
    """What kind of place it is."""

    COUNCIL = "authority", "Council"
    WARD = "ward", "Ward"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
    SMALL_AREA = "small-area", "Small area"
    POSTCODE_DISTRICT = "postcode-district", "Postcode district"


class Place(models.Model):
    """A place and what it is a part of: a place that is part of two stands there twice.

    A neighbourhood is drawn from the small areas that are a part of it.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    part_of_kind = models.CharField(max_length=20, blank=True)
    part_of = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # the last day; none: still valid

    class Meta:
        indexes = [
            models.Index(fields=["dataset", "kind", "code"], name="place_by_code"),
            models.Index(fields=["dataset", "part_of_kind", "part_of"], name="place_by_whole"),
        ]

    def __str__(self) -> str:
        return self.name


class DistrictPrice(models.Model):
    """What a terraced house cost in a postcode district in a year: an average that somebody published."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+", db_index=False)
    order = models.PositiveIntegerField()  # in the file
    district = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    classification = models.CharField(
        max_length=40
    )  # inner city, suburban, outer ring; blank: by price
    dwellings = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "district", "year"], name="district_price_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.district}, {self.year}"


class DistrictSales(models.Model):
    """The terraced houses sold in a postcode district in a year: every price, so that medians stay exact."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+", db_index=False)
    district = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    sales = models.PositiveIntegerField()
    prices = models.TextField()  # whole pounds, rising, with spaces between

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "district", "year"], name="district_sales_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.district}, {self.year}"


class IndicatorValue(models.Model):
    """What a survey found in a place in a period, and how sure it is, where that is known."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+", db_index=False)
    order = models.PositiveIntegerField()  # in the file
    indicator = models.CharField(max_length=60)
    place_kind = models.CharField(max_length=20)
    place = models.CharField(max_length=60)  # its code
    place_name = models.CharField(max_length=200)
    period = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=18, decimal_places=6)
    lower = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    upper = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    sample = models.PositiveIntegerField(null=True)
    survey = models.CharField(max_length=200)
    source = models.TextField()
    licence = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "indicator", "place_kind", "place", "period", "survey"],
                name="indicator_value_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.place_name}, {self.period}"
