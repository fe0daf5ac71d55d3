"""Everything that is written into the journal.

`append` adds an act to a dossier's chain, inside the caller's transaction. Numbering it in the
institution's log (`sequence`) and sealing the log (`seal`) happen after commit, by a worker.
"""

from shouwen.journal.actions.appending import append
from shouwen.journal.actions.auditing import audited, chain_of
from shouwen.journal.actions.erasing import erase, erase_again
from shouwen.journal.actions.sealing import seal
from shouwen.journal.actions.sequencing import sequence, sequence_all

__all__ = [
    "append",
    "audited",
    "chain_of",
    "erase",
    "erase_again",
    "seal",
    "sequence",
    "sequence_all",
]
