"""Slowing floods down: how many things one address may send from the web in an hour."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from shouwen.errors import Refused, Text
from shouwen.matters.models import WebSubmission

WINDOW = timedelta(hours=1)


def count_submission(address: str, *, at: datetime) -> None:
    """Count a submission from an address; refuse it above `WEB_PER_HOUR` within an hour.

    Only a keyed hash of the address is kept, and only for the hour.
    """
    sender = hmac.new(settings.CODE_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    recent = WebSubmission.objects.filter(sender=sender, at__gt=at - WINDOW)
    if recent.count() >= settings.WEB_PER_HOUR:
        raise Refused(
            "matters.too-many",
            Text(
                "这个网络一小时内提交得太多。写好的内容还在,请过一会儿再提交,或打电话。",
                "Too much was sent from this network within an hour. What you wrote is kept; "
                "send it later, or phone.",
            ),
            facts={"most": settings.WEB_PER_HOUR},
        )
    WebSubmission.objects.filter(at__lte=at - WINDOW).delete()
    WebSubmission.objects.create(sender=sender, at=at)
