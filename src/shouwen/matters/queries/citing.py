"""Citations by name, for people: 《…》第五条, a law's article, a holiday notice, the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from shouwen.enactment import queries as enactment
from shouwen.errors import Text
from shouwen.rulebook.citation import numbered, parse, printed
from shouwen.rulebook.values import Edition

CATALOGUE = Text("办事指南里的承诺", "the promise in the service guide")


def cited_as(cited: Iterable[str], *, institution_id: int, day: date) -> tuple[Text, ...]:
    """Return citations in full, each once; one that cannot be resolved is shown as it stands."""
    editions = enactment.editions_on(institution_id, day)
    return tuple(dict.fromkeys(_named(one, editions) for one in cited))


def _named(cited: str, editions: Sequence[Edition]) -> Text:
    if cited.startswith("catalog:"):
        return CATALOGUE
    try:
        citation = parse(cited)
    except ValueError:
        return _elsewhere(cited)
    for edition in editions:
        if edition.work == citation.work:
            return Text(printed(citation, edition), printed(citation, edition, "en"))
    return Text(cited, cited)


def _elsewhere(cited: str) -> Text:
    """Return a law or a notice that no rulebook holds: `民法典#201`, 国办发明电〔2025〕7号."""
    law, mark, article = cited.partition("#")
    if not mark:
        return Text(cited, cited)
    return Text(f"《{law}》{numbered(article)}", f"{numbered(article, language='en')}, 《{law}》")
