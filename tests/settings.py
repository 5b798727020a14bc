"""The project's settings, and what only the tests want of them."""

import os
import tempfile
from pathlib import Path
from typing import Any

# No secret is needed to test, nor to check types. The commands that tests start inherit this.
os.environ.setdefault("VW_DEBUG", "1")

from core.settings import *  # noqa: F403
from core.settings import DATABASES, STORAGES

# In memory SQLite locks otherwise than in a file, and a browser's requests come from other threads.
# One file for each run, so that two runs in one checkout do not meet.
_databases: Any = DATABASES
for _database in _databases.values():
    if _database["ENGINE"].endswith("sqlite3"):
        _name = Path(tempfile.gettempdir()) / f"vw-test-{os.getpid()}.sqlite3"
        _database["TEST"] = {"NAME": str(_name)}

# What tests send lies where nothing else looks, and goes when they end.
FILES = Path(tempfile.gettempdir()) / f"vw-test-files-{os.getpid()}"
STORAGES["default"]["OPTIONS"]["location"] = str(FILES)  # type: ignore[index]

# A password hash is slow on purpose, which tests need not wait for.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A task runs where it is put, so that a test sees what comes of it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
