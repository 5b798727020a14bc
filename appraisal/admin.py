"""What the admin shows of appraisals: to read, never to write. Writes go through actions alone."""

from django.contrib import admin

from appraisal import models
from core.admin import ReadOnly


@admin.register(models.Proposal)
class Proposals(ReadOnly):
    """Proposals of all councils."""

    list_display = ("title", "organisation", "authority", "kind", "changed_at")
    list_filter = ("authority", "kind")
    search_fields = ("title", "reference", "organisation__name")


@admin.register(models.SchemeVersion)
class SchemeVersions(ReadOnly):
    """Scheme versions, with their text."""

    list_display = ("key", "version", "authority", "kind", "published_on")
    list_filter = ("kind",)


@admin.register(models.CouncilAim)
class CouncilAims(ReadOnly):
    """What councils rate proposals against."""

    list_display = ("words", "authority", "kind", "letter", "order")
    list_filter = ("authority", "kind", "letter")


@admin.register(models.Record)
class Records(ReadOnly):
    """What was frozen, and when."""

    list_display = ("proposal", "event", "made_at", "made_by")


@admin.register(models.IssuedPack)
class IssuedPacks(ReadOnly):
    """Which packs were issued, and their hashes."""

    list_display = ("code", "record", "edition", "exempt", "issued_at", "sha256")
    list_filter = ("edition", "exempt")


@admin.register(models.AgendaPack)
class AgendaPacks(ReadOnly):
    """Which agenda packs were issued, and their hashes."""

    list_display = ("code", "meeting", "exempt", "asked_at", "issued_at", "sha256")
    list_filter = ("exempt",)


@admin.register(models.PackOrder)
class PackOrders(ReadOnly):
    """Which packs were ordered together, and how that ended."""

    list_display = ("authority", "asked_by", "asked_at", "exempt", "ended_at", "cancelled_at")
    list_filter = ("authority", "exempt")


@admin.register(models.PageState)
class PageStates(ReadOnly):
    """Who saved which page last."""

    list_display = ("proposal", "page", "saves", "saved_by", "saved_at")
