"""Every kind of publishers' file that can be read, by its key."""

from collections.abc import Mapping

from appraisal.area.read.deprivation import DEPRIVATION
from appraisal.area.read.district_prices import DISTRICT_PRICES
from appraisal.area.read.indicators import INDICATORS
from appraisal.area.read.places import PLACES
from appraisal.area.read.postcodes import POSTCODES
from appraisal.area.read.price_paid import PRICE_PAID
from appraisal.area.read.table import Reader

_EVERY: tuple[Reader, ...] = (
    *(DEPRIVATION, POSTCODES, PLACES, INDICATORS, DISTRICT_PRICES, PRICE_PAID),
)
READERS: Mapping[str, Reader] = {one.key: one for one in _EVERY}
