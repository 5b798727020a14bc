"""Ways to other pages."""

from dataclasses import dataclass
from typing import ClassVar

from core.components.base import Component, Parts


@dataclass(frozen=True, kw_only=True)
class SkipLink(Component):
    """The first link of a page: past what stands on every page."""

    template: ClassVar[str] = "skip_link"

    text: str = "Skip to main content"
    href: str = "#main-content"


@dataclass(frozen=True, kw_only=True)
class BackLink(Component):
    """A link to the page before this one."""

    template: ClassVar[str] = "back_link"

    href: str = "#"
    text: str = "Back"


@dataclass(frozen=True, kw_only=True)
class Crumb(Parts):
    """A page above this one; without ``href``, this one."""

    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Breadcrumbs(Component):
    """Where in the site this page is."""

    template: ClassVar[str] = "breadcrumbs"

    crumbs: tuple[Crumb, ...]
    collapse: bool = False  # on phones only the first and the last are shown
    label: str = "Breadcrumb"


@dataclass(frozen=True, kw_only=True)
class PageLink(Parts):
    """The page before or after; ``label`` says what is on it."""

    href: str
    text: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Pagination(Component):
    """The pages before and after this one."""

    template: ClassVar[str] = "pagination"

    previous: PageLink | None = None
    next: PageLink | None = None
    label: str = "Pagination"
