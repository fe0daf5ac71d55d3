"""设置: readiness, the calendar, the catalogue of service items, the roster."""

from __future__ import annotations

from django.urls import path

from shouwen.web.legal import calendars, catalog, readiness, roster

urlpatterns = [
    path("setup/", readiness.setup, name="setup"),
    path("setup/calendar/", calendars.calendar, name="calendar"),
    path("setup/calendar/template.csv", calendars.template, name="calendar-template"),
    path("setup/calendar/preview/", calendars.preview_import, name="calendar-preview"),
    path("setup/calendar/import/", calendars.import_years, name="calendar-import"),
    path("setup/catalog/", catalog.items, name="catalog"),
    path("setup/catalog/new/", catalog.new, name="catalog-new"),
    path("setup/catalog/item/<path:code>/retire/", catalog.retire, name="catalog-retire"),
    path("setup/catalog/item/<path:code>/", catalog.item, name="catalog-item"),
    path("setup/roster/", roster.roster, name="roster"),
    path("setup/roster/template.csv", roster.template, name="roster-template"),
]
