"""Everything that pages and the interface read of matters."""

from __future__ import annotations

from shouwen.matters.queries.acts import Acts, Barred, Possible, acts_now
from shouwen.matters.queries.erasing import Erasure, erasure
from shouwen.matters.queries.foresight import Foresight, Moved, foresee, would_refuse
from shouwen.matters.queries.guiding import Guide, guides
from shouwen.matters.queries.intake import (
    Known,
    Preview,
    alike,
    emergency,
    known,
    plain_phone,
    preview,
    recent,
)
from shouwen.matters.queries.kept import View, draft, views, was_sent
from shouwen.matters.queries.lines import Holder, Left, Line, lines
from shouwen.matters.queries.lists import (
    COUNTED_TO,
    TABS,
    Filters,
    Listing,
    Workbench,
    count,
    filtered,
    find_matters,
    list_numbers,
    listing,
    tab_counts,
    tab_numbers,
    workbench,
)
from shouwen.matters.queries.page import Limit, MaterialState, Page, page, page_of
from shouwen.matters.queries.public import (
    Stored,
    attachment,
    followed,
    is_code_of,
    receipt_link,
    visit_link,
    with_code,
    with_link,
)
from shouwen.matters.queries.sheets import sheet
from shouwen.matters.queries.signing import ToSign, proposal, to_sign
from shouwen.matters.queries.story import Event
from shouwen.matters.queries.told import Missing, Promise, Told, contact_of, reckoned, told
from shouwen.matters.queries.urging import reached_by_urging

__all__ = [
    "COUNTED_TO",
    "TABS",
    "Acts",
    "Barred",
    "Erasure",
    "Event",
    "Filters",
    "Foresight",
    "Guide",
    "Holder",
    "Known",
    "Left",
    "Limit",
    "Line",
    "Listing",
    "MaterialState",
    "Missing",
    "Moved",
    "Page",
    "Possible",
    "Preview",
    "Promise",
    "Stored",
    "ToSign",
    "Told",
    "View",
    "Workbench",
    "acts_now",
    "alike",
    "attachment",
    "contact_of",
    "count",
    "draft",
    "emergency",
    "erasure",
    "filtered",
    "find_matters",
    "followed",
    "foresee",
    "guides",
    "is_code_of",
    "known",
    "lines",
    "list_numbers",
    "listing",
    "page",
    "page_of",
    "plain_phone",
    "preview",
    "proposal",
    "reached_by_urging",
    "receipt_link",
    "recent",
    "reckoned",
    "sheet",
    "tab_counts",
    "tab_numbers",
    "to_sign",
    "told",
    "views",
    "visit_link",
    "was_sent",
    "with_code",
    "with_link",
    "workbench",
    "would_refuse",
]
