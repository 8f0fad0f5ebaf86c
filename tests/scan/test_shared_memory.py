"""What is mapped is what was stored, and its arrays stay out of the pickle."""

from pathlib import Path
from typing import Any

import numpy as np

from revenuer.scan import shared_memory


def test_arrays_come_back_read_only_and_are_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "value.bin"
    values: dict[str, Any] = {
        "counts": np.arange(100_000),
        "names": ("a", "b"),
        "none": np.empty((0, 4), np.int8),
    }
    back = shared_memory.mapped(values, path)
    assert back["names"] == ("a", "b")
    assert back["none"].shape == (0, 4)
    np.testing.assert_array_equal(back["counts"], values["counts"])
    assert not back["counts"].flags.writeable
    assert path.with_suffix(".index").stat().st_size < 2_000


def test_an_array_over_a_file_stays_out_of_the_pickle_as_a_plain_view(tmp_path: Path) -> None:
    over = np.lib.format.open_memmap(tmp_path / "a.npy", mode="w+", dtype=np.int8, shape=(9_000,))
    over[:] = 7
    back = shared_memory.mapped(np.asarray(over), tmp_path / "value.bin")
    assert (back == 7).all()
    assert (tmp_path / "value.index").stat().st_size < 2_000
