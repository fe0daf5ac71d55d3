"""The leader's overview: what burns, who holds it, whether it gets better."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwen.web.views.overview.board import board
from shouwen.web.views.overview.listed import duties, matters
from shouwen.web.views.overview.urging import urge

urlpatterns: list[URLPattern] = [
    path("overview/", board, name="overview"),
    path("overview/matters/", matters, name="overview-matters"),
    path("overview/duties/", duties, name="overview-duties"),
    path("overview/urge/<str:number>/", urge, name="overview-urge"),
]
