"""People: whereabouts, posts, the week, absences, duty, leaders, alarms."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwen.web.views.people.absence import absence, absence_new
from shouwen.web.views.people.alarms import alarm, alarms
from shouwen.web.views.people.board import people
from shouwen.web.views.people.duty import duty, duty_cancel
from shouwen.web.views.people.leaders import leader_end, leaders
from shouwen.web.views.people.person import person, person_leave
from shouwen.web.views.people.posts import holding_end, post

urlpatterns: list[URLPattern] = [
    path("people/", people, name="people"),
    path("people/absence/", absence_new, name="absence-new"),
    path("people/absence/<uuid:key>/", absence, name="absence"),
    path("people/duty/", duty, name="people-duty"),
    path("people/duty/<int:key>/cancel/", duty_cancel, name="people-duty-cancel"),
    path("people/leaders/", leaders, name="people-leaders"),
    path("people/leaders/<int:key>/end/", leader_end, name="people-leader-end"),
    path("people/alarms/", alarms, name="people-alarms"),
    path("people/alarms/<uuid:key>/", alarm, name="people-alarm"),
    path("people/posts/<uuid:key>/", post, name="people-post"),
    path("people/holdings/<int:key>/end/", holding_end, name="people-holding-end"),
    path("people/<uuid:key>/", person, name="person"),
    path("people/<uuid:key>/leave/", person_leave, name="person-leave"),
]
