"""Drafts: what is typed is kept on the server every two seconds, never on the counter's PC."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from shouwen.errors import ShouwenError
from shouwen.matters import actions
from shouwen.web.staff import StaffRequest, staff

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "once", "seen", "code", "checked", "read", "from"})


@staff("matter.act", "matter.register")
@require_POST
def draft(request: StaffRequest, form: str) -> HttpResponse:
    """Keep what has been typed into a form; an emptied form is forgotten."""
    typed = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and any(values)
    }
    try:
        if typed:
            actions.save_draft(request.actor, form, typed, at=request.now)
        else:
            actions.drop_draft(request.actor, form)
    except ShouwenError:
        return HttpResponse(status=413)
    return HttpResponse(status=204)


urlpatterns = [path("drafts/<str:form>/", draft, name="draft")]
