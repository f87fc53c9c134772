"""What the door refuses."""

from pathlib import Path

import pytest

from analytics.model.errors import SettingsError
from analytics.model.messages import say
from analytics.simulate.build import simulate, worlds


@pytest.mark.parametrize(
    ("world", "size", "key"),
    [("sampel", None, "world_unknown"), ("sample", 10, "world_not_sized"), ("bulk", 0, "world_size")],
)
def test_a_wrong_wish_is_one_clear_error(world: str, size: int | None, key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as fault:
        simulate(world, 1, tmp_path / "out", reposts_n=size)
    assert fault.value.key == key and not (tmp_path / "out").exists()
    assert fault.value.text("zh") and fault.value.text("en")


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(SettingsError) as fault:
        simulate("sample", 1, tmp_path)
    assert fault.value.key == "world_folder"


def test_every_world_says_what_it_is() -> None:
    for world in worlds().values():
        assert say(world.about, "zh") and say(world.about, "en")
