"""Figures for people, in templates: the only formatting of numbers there is."""

from django import template

from appraisal.engine import words

register = template.Library()

register.filter("pounds", words.pounds)
register.filter("short_pounds", words.short_pounds)
register.filter("plain", words.plain)
register.filter("percent", words.percent)
register.filter("day", words.day)
register.filter("counted", words.counted)
