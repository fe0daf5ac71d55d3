"""The public pages: no account, no JavaScript, a phone in the hand."""

from __future__ import annotations

from shouwen.web.views.public.addresses import urlpatterns

__all__ = ["urlpatterns"]
