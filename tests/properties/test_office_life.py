"""Random lives of an office: what must always hold holds after every step.

`SHOUWEN_WALKS=200 SHOUWEN_STEPS=300` walks more and longer; a failure names its seed.
"""

from __future__ import annotations

import os

import pytest

from tests.properties.invariants import Watch
from tests.properties.walking import Walk

WALKS = int(os.environ.get("SHOUWEN_WALKS", "5"))
STEPS = int(os.environ.get("SHOUWEN_STEPS", "120"))
FIRST_SEED = int(os.environ.get("SHOUWEN_SEED", "1"))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + WALKS))
def test_an_office_keeps_its_promises_whatever_its_people_do(seed: int) -> None:
    walk, watch = Walk.begin(seed), Watch()
    for step in range(STEPS):
        walk.step()
        faults = watch.look(walk)
        assert not faults, "\n".join(
            [f"seed {seed}, step {step}", *faults, "--- the walk:", *walk.told[-25:]]
        )
    assert walk.done.get("act", 0) > STEPS / 4, walk.done
