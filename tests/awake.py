"""What a process that is to be killed comes of: all is imported, and no database is open."""
# ruff: noqa: E402, F401

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

import pytest
from django.urls import get_resolver

import tests.appraisal.site.people
import tests.core.sent_files

assert get_resolver().url_patterns  # this imports the views
