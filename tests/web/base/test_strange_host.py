"""A request that is refused before anybody is known still gets a readable page."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_strange_host_name_is_told_so_on_a_page() -> None:
    answer = Client(raise_request_exception=False).get("/login/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
