"""Errors of the interface: every one is `application/problem+json` with a code and the clause."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shouwen.errors import Conflict, Refused, ShouwenError, Text, Unclear

STATUS: dict[type[ShouwenError], int] = {Conflict: 409, Refused: 403, Unclear: 422}
NOT_FOUND = frozenset({"docket.unknown"})
TITLES: dict[int, Text] = {
    400: Text("请求读不懂", "The request cannot be read"),
    401: Text("请带上有效的令牌", "A valid token is needed"),
    403: Text("现在不能这样做", "Not permitted now"),
    404: Text("没有找到", "Not found"),
    409: Text("记录已变动", "The record has moved on"),
    413: Text("内容太大", "Too large"),
    422: Text("内容有误", "The content is at fault"),
}

FAULTS: dict[str, Text] = {
    "missing": Text("缺少这一项", "is missing"),
    "extra_forbidden": Text("没有这一项", "is not known"),
    "string_type": Text("应为文字", "must be text"),
    "string_too_long": Text("太长", "is too long"),
    "string_too_short": Text("不能为空", "must not be empty"),
    "int_type": Text("应为整数", "must be a whole number"),
    "greater_than_equal": Text("数太小", "is too small"),
    "less_than_equal": Text("数太大", "is too large"),
    "int_parsing_size": Text("数太大", "is too large"),
    "int_from_float": Text("应为整数", "must be a whole number"),
    "int_parsing": Text("应为整数", "must be a whole number"),
    "bool_parsing": Text("应为 true 或 false", "must be true or false"),
    "datetime_from_date_parsing": Text("应为 ISO 8601 时间", "must be an ISO 8601 instant"),
    "datetime_parsing": Text("应为 ISO 8601 时间", "must be an ISO 8601 instant"),
    "list_type": Text("应为列表", "must be a list"),
    "dict_type": Text("应为对象", "must be an object"),
}
"""pydantic's error type → what it means, in both languages."""


def language() -> str:
    """Return the language that the caller asked for."""
    return get_language() or "zh-hans"


def answer(
    status: int,
    code: str,
    detail: str,
    *,
    facts: dict[str, Any] | None = None,
    because: tuple[str, ...] = (),
    remedy: str | None = None,
) -> HttpResponse:
    """Return one problem document."""
    title = TITLES.get(status, Text("出错了", "Something is wrong"))
    body = {
        "type": f"urn:shouwen:problem:{code}",
        "title": title.told(language()),
        "status": status,
        "detail": detail,
        "code": code,
        "facts": facts or {},
        "because": list(because),
        "remedy": remedy,
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(text, status=status, content_type="application/problem+json")


def of(fault: ShouwenError) -> HttpResponse:
    """Return the problem document of one of our own errors."""
    status = 404 if fault.code in NOT_FOUND else STATUS.get(type(fault), 422)
    return answer(
        status,
        fault.code,
        fault.text.told(language()),
        facts=fault.facts,
        because=fault.because,
        remedy=fault.remedy.told(language()) if fault.remedy else None,
    )


def install(api: NinjaAPI) -> None:
    """Let the interface answer every error as a problem document."""
    api.add_exception_handler(ShouwenError, _ours)
    api.add_exception_handler(AuthenticationError, _unknown_caller)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(RequestDataTooBig, _too_large)


def _ours(_request: HttpRequest, fault: Any) -> HttpResponse:
    return of(fault)


def _unknown_caller(_request: HttpRequest, _fault: Any) -> HttpResponse:
    detail = Text("没有令牌,或令牌已失效。", "There is no token, or it is no longer valid.")
    found = answer(401, "api.token", detail.told(language()))
    found["WWW-Authenticate"] = "Bearer"
    return found


def _invalid(_request: HttpRequest, fault: Any) -> HttpResponse:
    facts: dict[str, Any] = {}
    for one in fault.errors:
        place = ".".join(str(part) for part in one["loc"] if part not in {"body", "query", "path"})
        words = FAULTS.get(one["type"], Text(one["msg"], one["msg"]))
        facts[place or "body"] = words.told(language())
    detail = "; ".join(f"{place}: {words}" for place, words in facts.items())
    return answer(422, "api.fields", detail, facts=facts)


def _http(_request: HttpRequest, fault: Any) -> HttpResponse:
    return answer(fault.status_code, "api.request", str(fault))


def _too_large(_request: HttpRequest, _fault: Any) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    detail = Text(f"内容超过 {most:,} 字节。", f"The body is larger than {most:,} bytes.")
    return answer(413, "api.too-large", detail.told(language()), facts={"most": most})
