"""Addresses of the public pages. A matter's link stands before the offices' codes."""

from __future__ import annotations

from django.urls import path

from shouwen.web.views.public import ask, follow, home

urlpatterns = [
    path("", home.root, name="root"),
    path("p/", home.offices, name="public"),
    path("p/t/<str:link>/", follow.matter, name="public-matter"),
    path("p/t/<str:link>/add/", follow.add, name="public-add"),
    path("p/t/<str:link>/rate/", follow.rate, name="public-rate"),
    path("p/t/<str:link>/urge/", follow.urge, name="public-urge"),
    path("p/t/<str:link>/withdraw/", follow.withdraw, name="public-withdraw"),
    path("p/t/<str:link>/papers/<str:paper>/", follow.paper, name="public-paper"),
    path("p/t/<str:link>/files/<int:file>/", follow.file, name="public-file"),
    path("p/<str:code>/", home.home, name="public-home"),
    path("p/<str:code>/guides/", home.guides, name="public-guides"),
    path("p/<str:code>/guides/<str:item>/", home.guide, name="public-guide"),
    path("p/<str:code>/ask/", ask.kind, name="public-ask"),
    path("p/<str:code>/ask/what/", ask.what, name="public-ask-what"),
    path("p/<str:code>/ask/contact/", ask.contact, name="public-ask-contact"),
    path("p/<str:code>/ask/check/", ask.check, name="public-ask-check"),
    path("p/<str:code>/ask/done/", ask.done, name="public-ask-done"),
    path("p/<str:code>/ask/leave/", ask.leave, name="public-leave"),
    path("p/<str:code>/follow/", follow.follow, name="public-follow"),
]
