"""The pass of numpy over a small CSV finds what the compiled one finds, or leaves the file to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.importing.csv_offsets import csv_offsets
from analytics.importing.csv_reader import regular_offsets


def both(text: bytes, last: bool) -> tuple[list[list[int]] | None, list[list[int]]]:
    data = np.frombuffer(text, np.uint8)
    quick, slow = regular_offsets(data, ord(","), last), csv_offsets(data, ord(","), last, 10_000)
    lists = [[*map(int, slow[0])], [*map(int, slow[1])], [int(slow[2])]]
    return None if quick is None else [[*map(int, quick[0])], [*map(int, quick[1])], [int(quick[2])]], lists


@given(
    st.lists(st.sampled_from([b'"', b",", b"\n", b"\r\n", b"a", b'""', b'"a,b"', b'"\n"']), max_size=40),
    st.booleans(),
)
def test_both_passes_find_the_same_records(parts: list[bytes], last: bool) -> None:
    quick, slow = both(b"".join(parts), last)
    assert quick is None or quick == slow


@pytest.mark.parametrize(
    ("text", "starts", "cells"),
    [
        (b'a,b\n"x,\ny",2\n', [0, 4, 13], [2, 2]),  # Counted by hand: the second record is bytes 4 to 12.
        (b'"a ""b""",c\nd,e', [0, 12, 15], [2, 2]),
        (b"", [0], []),
    ],
)
def test_regular_files_need_no_compiler(text: bytes, starts: list[int], cells: list[int]) -> None:
    quick, slow = both(text, last=True)
    assert quick is not None and quick[:2] == slow[:2] == [starts, cells]


@pytest.mark.parametrize("text", [b'a"b,c\n', b'"a"b"c"\n', b'"open,\nx\n'])
def test_marks_that_stand_elsewhere_are_left_to_the_compiled_pass(text: bytes) -> None:
    assert both(text, last=True)[0] is None
