"""Error pages: what happened, whether anything was saved, what to do, a number to quote."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from shouwen.errors import ShouwenError
from shouwen.organization.domain import Actor
from shouwen.web import errors
from shouwen.web.look import language_tag
from shouwen.web.parts import Clause

log = logging.getLogger("shouwen.web")


@dataclass(frozen=True, slots=True)
class Fault:
    """What an error page says."""

    title: str
    text: str
    status: int
    number: str = ""
    remedy: str = ""
    home: str = "/"
    clauses: tuple[Clause, ...] = ()


def page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Return the error page."""
    return render(request, "error.html", {"error": fault}, status=fault.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense."""
    told = Fault(
        gettext("没有看懂这个请求"),
        gettext("地址或表单不完整，什么也没有改动。请返回上一页再试。"),
        400,
    )
    return page(request, told)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not."""
    told = Fault(
        gettext("这一步不由您办理"),
        gettext("您的岗位没有这一步的权限，什么也没有改动。"),
        403,
        remedy=gettext("需要办理时，请找这件事的承办人或本科室负责人。"),
    )
    return page(request, told)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer alike for what does not exist and what this reader may not know of."""
    told = Fault(
        gettext("没有找到，或您无权查看"),
        gettext("请核对编号或地址。编号在回执上，形如 SQ-20260213-0042。"),
        404,
    )
    return page(request, told)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    log.info("form token refused: %s", reason)
    told = Fault(
        gettext("这一页开得太久了"),
        gettext("为防他人冒用，表单没有收下，什么也没有改动。请返回上一页，刷新后再提交。"),
        403,
    )
    return page(request, told)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours; asks neither database nor session, they may be the cause."""
    number = f"E-{secrets.token_hex(2).upper()}"
    log.error("fault %s at %s", number, request.path)
    told = Fault(
        gettext("系统出错了"),
        gettext("这一步可能没有完成。已存的内容都还在。请稍后再试。"),
        500,
        number=number,
    )
    return HttpResponse(
        render_to_string("500.html", {"error": told, "lang": language_tag()}), status=500
    )


class RefusalPages:
    """Middleware: a refusal that no page caught becomes an error page, with its clauses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Turn what the house raises into a page; everything else is not ours to explain."""
        if not isinstance(fault, ShouwenError) or request.path.startswith("/api/"):
            return None
        seen = errors.told(fault, _house(request))
        if seen.status == 404:
            return not_found(request, fault)
        titles = {
            403: gettext("现在不能这样办"),
            409: gettext("刚刚有人改过"),
            422: gettext("没有看懂填写的内容"),
        }
        told = Fault(
            titles.get(seen.status, gettext("没有看懂这个请求")),
            seen.text,
            seen.status,
            remedy=seen.remedy,
            clauses=seen.clauses,
        )
        return page(request, told)


def _house(request: HttpRequest) -> int | None:
    """Return the institution of who is signed in, for naming its clauses."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor.institution_id if actor is not None else None
