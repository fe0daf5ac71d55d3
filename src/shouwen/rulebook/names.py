"""Names of words for people: of the closed lists, and of a rulebook's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shouwen.errors import Text
from shouwen.rulebook import vocabulary
from shouwen.rulebook.values import Declared, Edition, Means, Must, Rule
from shouwen.rulebook.vocabulary import lists
from shouwen.rulebook.vocabulary.facts import VALUES

_TITLED = ("keeps", "shows", "checks", "ground", "measure", "tally", "appraise")
_PREFIXES = {"child": Text("子件", "child matter"), "complaint": Text("投诉", "complaint")}


def _every_list() -> dict[str, Text]:
    """Return all closed lists as one; where a word is in several, the first list counts."""
    modules = (*vars(lists).values(), *vars(vocabulary).values())
    first = (
        vocabulary.KINDS,
        vocabulary.ROLES,
        vocabulary.ACTS,
        vocabulary.FACTS,
        vocabulary.BREACHES,
        vocabulary.FIELDS,
        VALUES,
    )
    found: dict[str, Text] = {}
    for each in (*first, *modules):
        if isinstance(each, Mapping):
            for word, text in each.items():
                if isinstance(text, Text):
                    found.setdefault(word, text)
    return found


_CLOSED = _every_list()


class Names:
    """The names that hold in one edition: its own `names`, its rules' titles, the closed lists."""

    def __init__(self, edition: Edition | None = None) -> None:
        self.own: dict[str, Text] = {}
        if edition is not None:
            self.own = {**_titles(edition), **edition.names}

    def knows(self, word: str) -> bool:
        """Whether anybody has named the word."""
        return word in self.own or word in _CLOSED

    def of(self, word: str) -> Text:
        """Return the names of one word; the word itself if it has none."""
        return self.own.get(word) or _CLOSED.get(word) or Text(word, word.replace("-", " "))

    def said(self, word: str, language: str) -> str:
        """Return the name in a language; `child.completed`, `reprimand.served` in two parts."""
        head, dot, tail = word.rpartition("#")[2].partition(".")
        first = (_PREFIXES.get(head, self.of(head)) if dot else self.of(head)).told(language)
        if not dot:
            return first
        second = (vocabulary.MEASURE_EVENTS.get(tail) or self.of(tail)).told(language)
        return f"{first} {second}" if language.startswith("en") else f"{first}{second}"


def _titles(edition: Edition) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for rule in edition.rules:
        body = rule.body
        if not isinstance(body, Declared) or rule.verb not in _TITLED:
            continue
        if "title" in body.keys:
            title = str(body.keys["title"])
            found.update({word: Text(title, word.replace("-", " ")) for word in body.subject})
        fields = body.keys.get("fields")
        if isinstance(fields, Mapping):
            titled = {name: spec["title"] for name, spec in fields.items() if "title" in spec}
            found.update({name: Text(zh, name.replace("-", " ")) for name, zh in titled.items()})
    return found


def own_words(edition: Edition, *, unnamed: bool = False) -> tuple[str, ...]:
    """Return the words that an edition defines; `unnamed`: only those without a name."""
    names = Names(edition)
    words = dict.fromkeys(word for rule in edition.rules for word in _defined(rule))
    return tuple(word for word in words if not unnamed or not names.knows(word))


def _defined(rule: Rule) -> Iterator[str]:
    body = rule.body
    if isinstance(body, Must) and isinstance(body.otherwise, str):
        yield body.otherwise
    if isinstance(body, Means) and not body.lasts:
        yield body.word.partition(".")[2] or body.word
    if isinstance(body, Declared) and rule.verb in _TITLED:
        yield from body.subject if rule.verb != "tally" else ()
        otherwise = body.keys.get("otherwise")
        if isinstance(otherwise, str):
            yield otherwise
        yield from body.keys.get("fields", ())
