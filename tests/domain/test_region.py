"""A region is read only if it can lie somewhere."""

from __future__ import annotations

import pytest

from habeas.domain import region


def test_what_was_marked_is_read_again():
    assert region.rectangles(region.rectangle(2, (1, 2, 3, 4))) == [(2, (1, 2, 3, 4))]
    assert region.times(region.time_range(1, 2.5)) == (1, 2.5)


@pytest.mark.parametrize(
    "said",
    [
        *("", "[", "nan", '{"page": 1}', '{"page": true, "box": [1, 2, 3, 4]}'),
        f'{{"page": {10**40}, "box": [1, 2, 3, 4]}}',
        '{"page": 0, "box": [1, 2, 3, 4]}',
        '{"page": 1, "box": [1, 2, 3, 1e999]}',
        *('{"start": 1, "end": 1e300}', '{"start": 3, "end": 2}', '{"start": NaN, "end": 2}'),
        '{"start": -1, "end": 2}',
    ],
)
def test_what_lies_nowhere_is_no_region(said):
    assert region.rectangles(said) == []
    assert region.times(said) is None
