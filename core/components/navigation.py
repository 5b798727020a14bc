"""Ways to other pages."""

from dataclasses import dataclass
from typing import ClassVar, Literal

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


@dataclass(frozen=True, kw_only=True)
class Place(Parts):
    """A part of the service; ``now`` is “page” if it is this page, “true” if this page is inside it."""

    text: str
    href: str
    now: Literal["", "page", "true"] = ""
    note: str = ""  # behind it: “3 new”


@dataclass(frozen=True, kw_only=True)
class ServiceNavigation(Component):
    """The parts of the service, under the head of each page. Without a script the whole list is there."""

    template: ClassVar[str] = "service_navigation"

    places: tuple[Place, ...] = ()
    label: str = ""
    button: str = "Menu"
    button_label: str = ""  # for ears, where the words on the button are not enough
    id: str = "navigation"

    @property
    def own_label(self) -> str:
        """Return what the landmark is called."""
        return self.label or self.button

    @property
    def collapses(self) -> bool:
        """Say whether a phone folds the list behind a button: one line alone is not folded."""
        return len(self.places) > 1
