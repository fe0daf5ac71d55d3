"""Every address of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from shouwen.api.urls import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("shouwen.web.urls")),
]

handler400 = "shouwen.web.views.faults.bad_request"
handler403 = "shouwen.web.views.faults.forbidden"
handler404 = "shouwen.web.views.faults.not_found"
handler500 = "shouwen.web.views.faults.broken"
