"""The verbs that are read and checked here and run by later rooms, with their closed keys."""

from __future__ import annotations

from shouwen.rulebook import vocabulary
from shouwen.rulebook.decode import terms
from shouwen.rulebook.decode.running import CLOCK_OR_EVENT, by_field, per
from shouwen.rulebook.decode.shapes import (
    WORD,
    Built,
    Either,
    Keyed,
    Listed,
    Many,
    MapOf,
    OneOf,
    Pattern,
    Prose,
    Ref,
    Table,
    Truth,
    Whole,
    dotted,
    word,
)
from shouwen.rulebook.decode.verb import Verb
from shouwen.rulebook.vocabulary import lists

roles = Many(terms.role)
person = Either(
    {
        "text": terms.role,
        "mapping": Table(
            {"did": terms.event, "above": terms.role, "field": word},
            one_of=("did", "above", "field"),
        ),
    }
)
people = Ref("people", Many(person))
calendar = Table({"calendar": OneOf(lists.CALENDAR_PERIODS)}, ("calendar",))
period = Either({"text": OneOf(vocabulary.CYCLES), "mapping": calendar})
percent = Whole(0, 100)

# --- registers ------------------------------------------------------------------------------------
_ratio = Table({"of": word, "per": word, "each": Whole()}, ("of", "per"))
field_type = Many(OneOf(vocabulary.FIELD_TYPES))
field_spec = Ref(
    "field",
    Table(
        {
            "type": field_type,
            "title": Prose(1, 60),
            "required": Either({"truth": Truth(), "text": terms.event}),
            "many": Truth(),
            "see": roles,
            "choices": Listed(word),
            "ratio": _ratio,
        },
        ("type",),
    ),
)
fields = Ref("fields", Either({"list": Listed(word), "mapping": MapOf(Pattern(WORD), field_spec)}))

KEEPS = Verb(
    "keeps",
    word,
    {
        "per": per,
        "title": Prose(1, 60),
        "who": terms.role,
        "fields": fields,
        "after": Many(terms.event),
        "every": OneOf(vocabulary.CYCLES),
        "within": terms.within,
        "before": CLOCK_OR_EVENT,
        "by": by_field,
        "until": Many(terms.event),
        "to": roles,
        "made-by": Many(terms.event),
        "kept": Either({"number": Whole(1, 200), "text": OneOf(("forever",))}),
        "see": roles,
        "signed-by": roles,
        "otherwise": terms.otherwise,
    },
    needed=(("fields",), ("who", "made-by", "for")),
    exclusive=(("within", "before", "by"),),
)
SHOWS = Verb(
    "shows",
    word,
    {
        "per": per,
        "title": Prose(1, 60),
        "source": Many(OneOf(lists.SHOWN_SOURCES, also=WORD)),
        "fields": Listed(word),
        "text": Prose(2, 4000),
        "where": Many(OneOf(lists.SHOWN_WHERE)),
        "to": Many(OneOf(lists.SHOWN_TO)),
        "at": Many(terms.event),
        "owner": terms.role,
        "refresh": Either({"text": OneOf(vocabulary.CYCLES), "mapping": terms.amount}),
        "hide-if": Many(word),
        "signed-by": roles,
        "otherwise": word,
    },
    needed=(("source", "fields", "text"),),
)
CHECKS = Verb(
    "checks",
    Many(word),
    {
        "per": per,
        "title": Prose(1, 60),
        "where": Many(OneOf(lists.CHECKED_WHERE)),
        "scale": OneOf(lists.SCALES),
        "who": terms.role,
        "by": terms.role,
        "every": OneOf(vocabulary.CYCLES),
        "within": terms.within,
        "proof": Truth(),
        "otherwise": word,
        "phrases": Listed(Prose(1, 60)),
        "phrases-wanted": Listed(Prose(1, 60)),
    },
    needed=(("where",),),
)

# --- findings and measures ------------------------------------------------------------------------
GROUND = Verb(
    "ground",
    word,
    {
        "title": Prose(1, 60),
        "against": people,
        "choose": OneOf(lists.CHOICES),
        "from": Many(terms.happening),
        "needs": Many(word),
        "sees": roles,
        "decided-by": person,
    },
    needed=(("against",),),
)
_for_period = Either({"mapping": Keyed({"calendar": calendar}, terms.amount)})
effect = Ref(
    "effect",
    Table(
        {
            "bar": dotted,
            "grade": Either({"text": dotted, "mapping": Table({"at-most": dotted}, ("at-most",))}),
            "deduct": Either({"text": word, "mapping": Table({"sum": Whole()}, ("sum",))}),
            "move": word,
            "end": word,
            "refer": terms.role,
            "announce": word,
            "for": _for_period,
            "of": word,
            "several": OneOf(lists.SEVERAL),
        },
        one_of=tuple(lists.EFFECTS),
    ),
)
MEASURE = Verb(
    "measure",
    word,
    {
        "title": Prose(1, 60),
        "order": Whole(1, 50),
        "takes": Many(word),
        "papers": Many(word),
        "served": Truth(),
        "files": Many(word),
        "decided-by": person,
        "signed-by": roles,
        "effects": Listed(effect),
    },
    opens_inside=("several", "of"),
)
_window = Either(
    {
        "text": OneOf(("in-a-row", "ever")),
        "mapping": Keyed(
            {"calendar": calendar},
            Table({"rolling": Whole(1, 1000), "unit": terms.unit}, ("rolling", "unit")),
        ),
    }
)
TALLY = Verb(
    "tally",
    Many(terms.happening),
    {
        "title": Prose(1, 60),
        "per": OneOf((*vocabulary.COUNTED_PER, *vocabulary.ROLES), "bad-word", also=WORD),
        "over": _window,
        "as": OneOf(lists.TALLY_AS),
        "dated": OneOf(lists.TALLY_DATED),
        "warn": Many(Whole(1, 1000)),
    },
    needed=(("per",), ("over",)),
)
_measures = Many(terms.reference)
consequence = Ref(
    "consequence",
    Table(
        {
            "to": people,
            "measure": _measures,
            "choose": OneOf(lists.CHOICES),
            "with": MapOf(Pattern(WORD), Whole(0, 1_000_000)),
            "find": terms.reference,
            "share": OneOf(lists.SHARES),
            "weigh": OneOf(lists.WEIGHTS),
        },
        ("to",),
        one_of=("measure", "find", "share", "weigh"),
    ),
)
UPON = Verb(
    "upon",
    Many(terms.happening),
    {
        "reaches": Whole(1, 1000),
        "exceeds": Whole(1, 1000),
        "each-after": Truth(),
        "spends": Truth(),
        "then": Listed(consequence, unique=False),
    },
    needed=(("then",),),
    exclusive=(("reaches", "exceeds"),),
)

# --- appraisal ------------------------------------------------------------------------------------
_grade = Either(
    {
        "text": word,
        "mapping": Table(
            {
                "grade": word,
                "from": percent,
                "at-most": Table({"percent": percent}, ("percent",)),
            },
            ("grade",),
        ),
    }
)
APPRAISE = Verb(
    "appraise",
    word,
    {
        "title": Prose(1, 60),
        "of": Many(OneOf(lists.APPRAISED)),
        "every": period,
        "by": Either(
            {
                "text": terms.role,
                "list": Listed(terms.role),
                "mapping": MapOf(Pattern(WORD), terms.role),
            }
        ),
        "organiser": terms.role,
        "after": Many(terms.event),
        "grades": Listed(_grade),
    },
    needed=(("of",), ("every",)),
)
_scored = Either(
    {
        "text": OneOf(lists.SCORED_BY),
        "mapping": Table(
            {
                "check": Many(word),
                "events": Many(terms.happening),
                "kept": Many(word),
                "scheme": word,
            },
            one_of=("check", "events", "kept", "scheme"),
        ),
    }
)
_points = Whole(-1000, 1000)
SCORE = Verb(
    "score",
    word,
    {
        "title": Prose(1, 60),
        "item": word,
        "to": people,
        "by": _scored,
        "per": word,
        "weight": percent,
        "points": _points,
        "start": _points,
        "cap": _points,
        "floor": _points,
    },
    needed=(("item",), ("by",), ("weight", "points")),
)

# --- construction and escape ----------------------------------------------------------------------
RELIES_ON = Verb(
    "relies-on", Many(OneOf(vocabulary.GUARANTEES, "unknown-guarantee")), {"who": roles}
)
SEE = Verb(
    "see",
    Built(OneOf(vocabulary.FUNCTIONS, "unknown-function"), str),
    {"who": roles, "after": Many(terms.event)},
)

DECLARED = {
    verb.name: verb
    for verb in (
        GROUND,
        MEASURE,
        TALLY,
        UPON,
        APPRAISE,
        SCORE,
        KEEPS,
        SHOWS,
        CHECKS,
        RELIES_ON,
        SEE,
    )
}
