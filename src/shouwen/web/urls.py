"""Addresses of the pages. Each page module brings its own list; they are joined here."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from shouwen.web.views import (
    acts,
    adoption,
    changes,
    desk,
    drafts,
    erasing,
    examples,
    inbox,
    intake,
    listing,
    matters,
    overview,
    papers,
    people,
    public,
    record,
    rulebooks,
    search,
    session,
    setup,
    sign,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", session.sign_in, name="sign-in"),
    path("logout/", session.sign_out, name="sign-out"),
    path("password/", session.password, name="password"),
    path("language/", session.language, name="language"),
    path("look/", session.look, name="look"),
    *public.urlpatterns,
    *papers.urlpatterns,
    *desk.urlpatterns,
    *intake.urlpatterns,
    *listing.urlpatterns,
    *matters.urlpatterns,
    *erasing.urlpatterns,
    *acts.urlpatterns,
    *sign.urlpatterns,
    *drafts.urlpatterns,
    *search.urlpatterns,
    *overview.urlpatterns,
    *people.urlpatterns,
    *inbox.urlpatterns,
    *rulebooks.urlpatterns,
    *adoption.urlpatterns,
    *changes.urlpatterns,
    *setup.urlpatterns,
    *record.urlpatterns,
]

if settings.DEBUG:
    urlpatterns += examples.urlpatterns
