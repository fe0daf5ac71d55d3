"""A million plausible matters, made by the database itself in a few minutes.

    python -m benchmarks.seed [matters]

Three years of one office, three in ten still open, spread over its posts and people; every row
that lists, search, workbench and overview read, but no journal: pages of one matter need that,
lists do not.
"""

from __future__ import annotations

import random
import sys
import time
from itertools import product
from typing import Any

from benchmarks import office

NOUNS = (
    *("公租房", "低保", "路灯", "占道经营", "老年证", "残疾证", "医保报销", "施工许可", "噪声"),
    *("垃圾清运", "物业收费", "入学", "户口", "停车", "供暖", "自来水", "燃气", "工伤", "养老金"),
    "宅基地",
)
DOINGS = ("续租申请", "怎么办理", "无人处理", "补贴发放", "材料咨询", "投诉反映", "进度查询",
          "复核请求", "变更登记", "注销办理")  # fmt: skip
PLACES = ("东风路", "人民街道", "新华社区", "红旗小区", "滨河路", "建设村", "和平里", "解放大道",
          "中山公园", "团结新村")  # fmt: skip
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = (
    "建国",
    "秀英",
    "小明",
    "丽华",
    "国强",
    "淑珍",
    "志远",
    "春梅",
    "晓东",
    "桂兰",
    "海燕",
    "文博",
)

INDEXED = ("matters_search", "matters_matter", "docket_involvement", "docket_obligation",
           "docket_dossier")  # fmt: skip


def matters(count: int) -> None:
    """Fill the tables up to `count` matters of the benchmark's office."""
    from django.db import connection, transaction

    office.build()
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT count(*) FROM matters_matter WHERE source <> ''")
        have = cursor.fetchone()[0]
        if have >= count:
            return
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        indexes = _drop_indexes(cursor)
        _words(cursor)
        _places(cursor)
        for text in (_NEW, _DOSSIERS, _MATTERS, _SEARCH, _INVOLVED, _OBLIGATIONS, _TIMERS):
            cursor.execute(text, {"have": have, "count": count, "all": count})
        for text in indexes:
            cursor.execute(text)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        for table in (*INDEXED, "docket_timer"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _drop_indexes(cursor: Any) -> list[str]:
    """Drop the plain indexes of the large tables; return how to make them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
        "AND indexdef NOT LIKE '%%UNIQUE%%'",
        [list(INDEXED)],
    )
    found: list[tuple[str, str]] = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [text for _, text in found]


def _words(cursor: Any) -> None:
    """Make what matters say and who brings them, with their search words."""
    from shouwen.matters.search import tokens

    cursor.execute("CREATE TEMP TABLE said (k int, title text, words text[]) ON COMMIT DROP")
    titles = [f"{place}{noun}{doing}" for place, noun, doing in product(PLACES, NOUNS, DOINGS)]
    random.Random(7).shuffle(titles)
    cursor.executemany(
        "INSERT INTO said VALUES (%s, %s, %s)",
        [(k, title, tokens(title)) for k, title in enumerate(titles)],
    )
    cursor.execute("CREATE TEMP TABLE named (k int, name text, words text[]) ON COMMIT DROP")
    names = [f"{surname}{given}" for surname, given in product(SURNAMES, GIVEN)]
    cursor.executemany(
        "INSERT INTO named VALUES (%s, %s, %s)",
        [(k, name, [*tokens(name), *name]) for k, name in enumerate(names)],
    )


def _places(cursor: Any) -> None:
    """Number posts and people from 0, so that rows can be dealt round among them."""
    cursor.execute(
        "CREATE TEMP TABLE seat ON COMMIT DROP AS"
        " SELECT row_number() OVER (ORDER BY p.id) - 1 AS k, p.id AS post,"
        " p.department_id AS department, p.institution_id AS house, h.person_id AS who"
        " FROM organization_post p JOIN organization_holding h ON h.post_id = p.id"
        " AND h.capacity = 'primary'"
    )


_NEW = """
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT i, opened, i %% 100 < 30 AS open,
  (lpad(to_hex((extract(epoch FROM opened) * 1000)::bigint), 12, '0') || '7'
   || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid AS uid,
  'SQ-' || to_char(opened, 'YYYYMMDD') || '-' || lpad(i::text, 7, '0') AS number,
  now() + (((i * 7919) %% 8000) - 4000) * interval '20 minutes' AS due,
  s.post, s.department, s.house, s.who
FROM (SELECT g AS i, now() - (%(all)s - g) * (interval '1095 days' / %(all)s) AS opened
      FROM generate_series(%(have)s + 1::bigint, %(count)s) g) r
JOIN seat s ON s.k = (r.i * 31) %% (SELECT count(*) FROM seat)
"""

_DOSSIERS = """
INSERT INTO docket_dossier (uid, institution_id, kind, number, state, previous_state, settled,
  final, department_id, post_id, pending_post_id, first_asked_id, bonds, opened_at, closed_at,
  last_act_at, head_seq, head_hash, head_recorded, verdict, limit_at, remind_at, limit_unit,
  limit_rule, provisional)
SELECT uid, house, CASE WHEN i %% 3 = 0 THEN 'enquiry' ELSE 'application' END, number,
  CASE WHEN NOT open THEN 'closed' WHEN i %% 97 = 1 THEN 'in-transfer'
       WHEN i %% 10 = 3 THEN 'waiting' ELSE 'in-hand' END,
  'registered', NOT open, NOT open, department, post,
  CASE WHEN open AND i %% 97 = 1 THEN post END, who,
  jsonb_build_object('handler', jsonb_build_array(jsonb_build_object('post', post))),
  opened, CASE WHEN NOT open THEN opened + interval '5 days' END, opened, 2, md5(i::text), opened,
  CASE WHEN NOT open THEN 'none' WHEN due < now() THEN 'broken' ELSE 'open' END,
  CASE WHEN open THEN due END, CASE WHEN open THEN due - interval '1 day' END, 'working-day',
  'group-hq-time-limit@2024-01-01#2/served', false
FROM fresh
"""

_MATTERS = """
INSERT INTO matters_matter (dossier_id, institution_id, number, channel, item_id, title, subject,
  anonymous, applicant, phone, email, address, code_hash, reply, source)
SELECT uid, house, number, (ARRAY['visit', 'phone', 'letter', 'web'])[1 + i %% 4],
  (SELECT min(id) FROM catalog_serviceitem) + i %% (SELECT count(*) FROM catalog_serviceitem),
  t.title, t.title || ',请尽快处理。', false, n.name, '139' || lpad((i %% 100000000)::text, 8, '0'),
  '', '', md5(i::text), '', 'seed:' || i
FROM fresh JOIN said t ON t.k = i %% (SELECT count(*) FROM said)
JOIN named n ON n.k = (i * 13) %% (SELECT count(*) FROM named)
"""

_SEARCH = """
INSERT INTO matters_search (uid, institution_id, words)
SELECT uid, house, array_to_tsvector(t.words || n.words || ARRAY['尽快', '快处', '处理',
  '139' || lpad((i %% 100000000)::text, 8, '0')] || string_to_array(lower(number), '-'))
FROM fresh JOIN said t ON t.k = i %% (SELECT count(*) FROM said)
JOIN named n ON n.k = (i * 13) %% (SELECT count(*) FROM named)
"""

_INVOLVED = """
INSERT INTO docket_involvement (dossier_id, role, post_id, person_id, since)
SELECT uid, r.role, f.post, CASE WHEN r.role = 'first-asked' THEN f.who END, opened
FROM fresh f, (VALUES ('first-asked'), ('handler')) r (role)
"""

_OBLIGATIONS = """
INSERT INTO docket_obligation (dossier_id, institution_id, department_id, key, rule, acts, bearer,
  recipient, opened_seq, opened_at, verdict, soft, "right", remind_at, limit_at, provisional, ends,
  unit, steps, cited, closed_seq, closed_at)
SELECT uid, house, department, 'group-hq-time-limit@2024-01-01#2/served:1',
  'group-hq-time-limit@2024-01-01#2/served', '["completed"]', 'handler', '', 1, opened,
  CASE WHEN NOT open THEN (ARRAY['kept', 'kept', 'kept', 'late'])[1 + i %% 4]
       WHEN due < now() THEN 'broken' ELSE 'open' END, false, false,
  due - interval '1 day', due, false, true, 'working-day', '[]',
  '["group-hq-time-limit@2024-01-01#2"]', CASE WHEN NOT open THEN 2 END,
  CASE WHEN NOT open THEN opened + interval '5 days' END
FROM fresh
"""

_TIMERS = """
INSERT INTO docket_timer (obligation_id, dossier_id, stage, at)
SELECT o.id, o.dossier_id, 'limit', now() + (1 + o.id %% 500000) * interval '1 minute'
FROM docket_obligation o JOIN fresh f ON f.uid = o.dossier_id
"""


if __name__ == "__main__":
    office.choose()
    began = time.monotonic()
    matters(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    print(f"{time.monotonic() - began:.0f} s")
