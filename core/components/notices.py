"""What a page says beside its questions."""

from dataclasses import dataclass
from typing import ClassVar

from core.components.base import Component


@dataclass(frozen=True, kw_only=True)
class Details(Component):
    """More to read for those who want it."""

    template: ClassVar[str] = "details"

    summary: str
    content: str
    id: str = ""
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class InsetText(Component):
    """Words that stand apart from those around them."""

    template: ClassVar[str] = "inset_text"

    content: str
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class WarningText(Component):
    """What must not be overlooked."""

    template: ClassVar[str] = "warning_text"

    text: str
    prefix: str = "Warning"  # for ears


@dataclass(frozen=True, kw_only=True)
class NotificationBanner(Component):
    """What has just happened (``success``), or what matters on this page."""

    template: ClassVar[str] = "notification_banner"

    content: str
    html: bool = False  # the content is whole paragraphs
    success: bool = False
    title: str = ""
    title_id: str = "govuk-notification-banner-title"
    level: int = 2
    role: str = ""

    @property
    def own_title(self) -> str:
        """Return the title, or what the kind of banner is called."""
        return self.title or ("Success" if self.success else "Important")

    @property
    def own_role(self) -> str:
        """Return what the banner is to a screen reader."""
        return self.role or ("alert" if self.success else "region")


@dataclass(frozen=True, kw_only=True)
class Tag(Component):
    """A status; ``colour`` is one of the design system's: grey, green, teal, yellow …"""

    template: ClassVar[str] = "tag"

    text: str
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class Panel(Component):
    """That something is done: the head of its last page."""

    template: ClassVar[str] = "panel"

    title: str
    content: str = ""
    level: int = 1
