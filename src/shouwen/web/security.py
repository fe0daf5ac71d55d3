"""Headers that keep a page to itself: nothing from elsewhere, no script or style inside it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""`data:` is for the small pictures in Tabler's style sheet, `blob:` for previews of files."""

PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


class PagePolicy:
    """Middleware: adds the policy to every answer that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers added; pages about a person are never kept by a cache."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "sessionid" in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
