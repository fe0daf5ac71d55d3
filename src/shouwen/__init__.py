"""Shouwen: first-asked responsibility, time limits and accountability for public offices."""
