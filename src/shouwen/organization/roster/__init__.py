"""Reading a roster from a spreadsheet: people, their departments, posts and capacities."""

from __future__ import annotations

from shouwen.organization.roster.columns import TEMPLATE
from shouwen.organization.roster.lines import Line, Problem, Sheet, read_lines
from shouwen.organization.roster.sheets import read_rows

__all__ = ["TEMPLATE", "Line", "Problem", "Sheet", "read_lines", "read_rows"]
