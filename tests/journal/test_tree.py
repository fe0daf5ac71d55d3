"""The Merkle tree, its compact range and its proofs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.journal.domain.tree import (
    EMPTY_ROOT,
    Nodes,
    Range,
    consistency_proof,
    consistent,
    includes,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
)

LEAVES = [leaf_hash(str(number).encode()) for number in range(70)]
PUBLISHED_INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
PUBLISHED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def by_definition(leaves: list[bytes]) -> bytes:
    """The recursive definition of RFC 9162, 2.1.1."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_certificate_transparency_roots_come_out(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(one)) for one in PUBLISHED_INPUTS[:size]]
    assert root(leaves).hex() == PUBLISHED_ROOTS[size - 1]


def test_the_compact_range_equals_the_recursive_definition() -> None:
    assert root([]) == EMPTY_ROOT
    for size in range(1, 70):
        assert root(LEAVES[:size]) == by_definition(LEAVES[:size])


@given(st.integers(0, 69), st.integers(0, 69))
def test_growing_in_two_steps_equals_growing_at_once(first: int, second: int) -> None:
    low, high = sorted((first, second))
    early = Range().grow(LEAVES[:low])
    again = Range.unpacked(early.size, early.packed())
    assert again.grow(LEAVES[low:high]) == Range().grow(LEAVES[:high])


def test_peaks_that_do_not_fit_the_size_are_refused() -> None:
    with pytest.raises(ValueError, match="not the peaks"):
        Range.unpacked(3, Range().grow(LEAVES[:4]).packed())


def test_every_inclusion_proof_holds_and_no_other_leaf_or_place_does() -> None:
    for size in range(1, 41):
        head = root(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(index, size, Nodes(LEAVES))
            leaf = LEAVES[index]
            assert includes(index=index, size=size, leaf=leaf, proof=proof, head=head)
            assert not includes(index=index, size=size, leaf=LEAVES[-1], proof=proof, head=head)
            assert not includes(index=size, size=size, leaf=leaf, proof=proof, head=head)
            assert not includes(index=index, size=size, leaf=leaf, proof=[*proof, head], head=head)
            for other in set(range(size)) - {index}:
                assert not includes(index=other, size=size, leaf=leaf, proof=proof, head=head)


def test_every_consistency_proof_holds_and_no_forged_one_does() -> None:
    for size in range(1, 41):
        head = root(LEAVES[:size])
        for old in range(1, size + 1):
            proof = consistency_proof(old, size, Nodes(LEAVES))
            before = root(LEAVES[:old])
            assert consistent(old=old, size=size, old_head=before, head=head, proof=proof)
            forged = root([*LEAVES[: old - 1], LEAVES[-1]])
            assert not consistent(old=old, size=size, old_head=forged, head=head, proof=proof)
            for place in range(len(proof)):
                cut = proof[:place] + proof[place + 1 :]
                assert not consistent(old=old, size=size, old_head=before, head=head, proof=cut)


@given(st.integers(1, 70), st.data())
@settings(max_examples=300, deadline=None)
def test_a_proof_with_one_changed_bit_never_holds(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, Nodes(LEAVES))
    if not proof:
        return
    place = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = int.from_bytes(proof[place]) ^ (1 << bit)
    proof[place] = changed.to_bytes(32)
    head = root(LEAVES[:size])
    assert not includes(index=index, size=size, leaf=LEAVES[index], proof=proof, head=head)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_for_a_leaf_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not among"):
        inclusion_proof(index, size, Nodes(LEAVES))


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3)])
def test_there_is_no_consistency_with_a_larger_or_empty_tree(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="do not begin"):
        consistency_proof(old, size, Nodes(LEAVES))
    assert not consistent(old=old, size=size, old_head=b"", head=b"", proof=[])
