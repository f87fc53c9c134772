"""Files that a browser hands over: hostile names, lost and doubled pieces, broken connections."""

import io
from pathlib import Path

import pytest

from analytics.model.errors import CaseError
from dashboards.worker.uploads import Piece, add, begin, checked, drop, folder_of, handed_over


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return folder_of(tmp_path, begin(tmp_path, 10))


@pytest.mark.parametrize(
    "name",
    [
        "..",
        ".",
        "",
        "a/b.json",
        "..\\b.json",
        "/etc/passwd",
        ".hidden",
        "a\x00.json",
        "a\nb.json",
        "a\u202egnp.exe",
        "长" * 67,
        "\ud800.json",
        "\u200b",
    ],
)
def test_a_name_that_cannot_be_kept_is_refused_and_nothing_is_written(place: Path, name: str) -> None:
    with pytest.raises(CaseError, match="rename"):
        add(place, 0, name, Piece(0, 3, io.BytesIO(b"abc"), 3))
    assert list(place.iterdir()) == [] and len(list(place.parent.iterdir())) == 1


@pytest.mark.parametrize(
    "name", ["repost_20250306093000.jsonl", "面包 (1).csv", "a;b'c\"<img>.json", "长" * 60]
)
def test_an_odd_name_that_can_be_kept_is_kept(place: Path, name: str) -> None:
    assert checked(name) == name
    add(place, 0, name, Piece(0, 3, io.BytesIO(b"abc"), 3))
    assert [file.name for file in handed_over(place)] == [name]


def test_a_file_counts_only_when_it_is_whole(place: Path) -> None:
    assert add(place, 0, "a.json", Piece(0, 6, io.BytesIO(b"abc"), 3)) == 3
    assert handed_over(place) == []
    for offset in (0, 2, 4):  # doubled, overlapping, lost
        with pytest.raises(CaseError, match="piece"):
            add(place, 0, "a.json", Piece(offset, 6, io.BytesIO(b"def"), 3))
    with pytest.raises(CaseError, match="piece"):
        add(place, 0, "a.json", Piece(3, 6, io.BytesIO(b"defg"), 4))  # longer than it said it would be
    assert add(place, 0, "a.json", Piece(3, 6, io.BytesIO(b"def"), 3)) == 6
    assert handed_over(place)[0].read_bytes() == b"abcdef"
    with pytest.raises(CaseError, match="piece"):
        add(place, 0, "a.json", Piece(0, 6, io.BytesIO(b"abc"), 3))


def test_a_piece_that_was_cut_off_is_taken_back(place: Path) -> None:
    add(place, 0, "a.json", Piece(0, 9, io.BytesIO(b"abc"), 3))
    with pytest.raises(CaseError, match="piece"):
        add(place, 0, "a.json", Piece(3, 9, io.BytesIO(b"d"), 3))
    assert add(place, 0, "a.json", Piece(3, 9, io.BytesIO(b"def"), 3)) == 6


def test_two_files_of_one_name_are_both_kept_in_order(place: Path) -> None:
    for k in (2, 10, 0):
        add(place, k, "same.json", Piece(0, 1, io.BytesIO(str(k)[0].encode()), 1))
    assert [file.read_bytes() for file in handed_over(place)] == [b"0", b"2", b"1"]


@pytest.mark.parametrize("id_", ["", "..", "../../evidence", "0" * 15, "g" * 16, "0" * 16])
def test_an_id_that_was_not_given_leads_nowhere(tmp_path: Path, id_: str) -> None:
    begin(tmp_path, 1)
    (tmp_path / "evidence").mkdir()
    with pytest.raises(CaseError):
        folder_of(tmp_path, id_)
    drop(tmp_path, id_)
    assert (tmp_path / "evidence").exists()


def test_more_than_the_disk_holds_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="room"):
        begin(tmp_path, 2**60)
    assert not list((tmp_path / "dashboard" / "incoming").iterdir())
