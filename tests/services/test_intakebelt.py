"""What is read reaches whoever writes it, whole and in order, however it comes."""

from __future__ import annotations

import threading

import pytest

from habeas.services.intakebelt import Belt


def all_of(belt: Belt[int]) -> list[int]:
    found: list[int] = []
    try:
        while not belt.is_over:
            found += belt.take()
    finally:
        belt.close()
    return found


@pytest.mark.parametrize("many", [0, 1, 63, 64, 65, 5_000])
@pytest.mark.parametrize("size", [1, 20_000_000])
def test_all_comes_in_its_order(many, size):
    assert all_of(Belt(lambda: iter(range(many)), lambda _n: size)) == list(range(many))


@pytest.mark.parametrize("sign", [[], [None]])
def test_what_is_few_is_handed_over_while_more_is_awaited(sign):
    more = threading.Event()

    def made():
        yield from [1, 2, 3, *sign]
        assert more.wait(10)
        yield 4

    belt = Belt(made, lambda _n: 1)
    found: list[int] = []
    while len(found) < 3:
        found += belt.take()
    assert found == [1, 2, 3]
    assert not belt.is_over
    more.set()
    assert all_of(belt) == [4]


def test_what_goes_wrong_is_told_after_all_that_came_before():
    def made():
        yield from (1, 2)
        raise ValueError("no more")

    belt = Belt(made, lambda _n: 1)
    found: list[int] = []
    while len(found) < 2:
        found += belt.take()
    belt.close()

    assert found == [1, 2]
    with pytest.raises(ValueError, match="no more"):
        belt.take()


def test_it_can_be_closed_while_nobody_takes():
    def made():
        while True:
            yield 1

    Belt(made, lambda _n: 1).close()
