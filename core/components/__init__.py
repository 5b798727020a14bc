"""The components of the GOV.UK Design System as values: build one, then print it.

Each is a frozen dataclass. Most have a template of their own in ``templates/govuk/``; those that a page of
rows or ratings has by the dozen put their HTML together themselves, in a tenth of the time. Printed in a
template (``{{ task_list }}``) or as a string a component is its HTML. Text is escaped, unless it is marked safe.
"""

from core.components.base import Attributes, Component
from core.components.choices import Checkboxes, Choice, Option, Radios, Select
from core.components.dates import DateInput, DatePart
from core.components.lists import (
    Action,
    Card,
    Cell,
    SummaryList,
    SummaryRow,
    Table,
    Task,
    TaskList,
)
from core.components.navigation import (
    BackLink,
    Breadcrumbs,
    Crumb,
    PageLink,
    Pagination,
    Place,
    ServiceNavigation,
    SkipLink,
)
from core.components.notices import (
    Details,
    InsetText,
    NotificationBanner,
    Panel,
    Tag,
    WarningText,
)
from core.components.parts import (
    Button,
    ErrorMessage,
    ErrorSummary,
    Fieldset,
    Hint,
    Label,
    Legend,
    Problem,
)
from core.components.repeated import Row, Rows
from core.components.texts import CharacterCount, FileUpload, PasswordInput, TextArea, TextInput

__all__ = [
    "Action",
    "Attributes",
    "BackLink",
    "Breadcrumbs",
    "Button",
    "Card",
    "Cell",
    "CharacterCount",
    "Checkboxes",
    "Choice",
    "Component",
    "Crumb",
    "DateInput",
    "DatePart",
    "Details",
    "ErrorMessage",
    "ErrorSummary",
    "Fieldset",
    "FileUpload",
    "Hint",
    "InsetText",
    "Label",
    "Legend",
    "NotificationBanner",
    "Option",
    "PageLink",
    "Pagination",
    "Panel",
    "PasswordInput",
    "Place",
    "Problem",
    "Radios",
    "Row",
    "Rows",
    "Select",
    "ServiceNavigation",
    "SkipLink",
    "SummaryList",
    "SummaryRow",
    "Table",
    "Tag",
    "Task",
    "TaskList",
    "TextArea",
    "TextInput",
    "WarningText",
]
