"""Static files under names that change with them, so that browsers may keep them for ever."""

from collections.abc import Iterator, Mapping
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# The pack's own stylesheet has addresses that only the pack's drawing knows; no page links it.
NOT_ON_PAGES = ("css/pack.css",)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Renames also what a script imports from another."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Mapping[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Rename and compress what pages link."""
        linked = {name: path for name, path in paths.items() if name not in NOT_ON_PAGES}
        yield from super().post_process(linked, *args, **options)
