"""Figures for people, in templates: the only formatting of numbers there is."""

from datetime import datetime

from django import template

from appraisal.engine import words

register = template.Library()

register.filter("pounds", words.pounds)
register.filter("short_pounds", words.short_pounds)
register.filter("plain", words.plain)
register.filter("percent", words.percent)
register.filter("day", words.day)
register.filter("counted", words.counted)


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """Write a moment as clocks show it here: ``22 November 2026 at 7:16am``."""
    return f"{words.day(at.date())} at {clock(at)}"


@register.filter(expects_localtime=True)
def clock(at: datetime) -> str:
    """Write the time of day: ``7:16am``."""
    half = "am" if at.hour < 12 else "pm"
    return f"{at.hour % 12 or 12}:{at.minute:02}{half}"


@register.filter
def bytes_short(size: int) -> str:
    """Write the size of a file as people know it: ``240 KB``, ``1.4 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} KB"
    return f"{size / 1_000_000:.1f} MB"
