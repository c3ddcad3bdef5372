"""What a tutor says of every pair of some lists, kept with what it was made of."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from models.errors import bad_training

Halves = NDArray[np.float16]
_OF = "made_of"


def write(path: Path, read: Halves, lists: str, without: int | None) -> None:
    """float16[pairs, 2] (`tutor.Tutor`) of the file of lists with this hash, there when complete;
    `without`: the part of the plans that the tutor learned nothing from.
    """
    partial = path.with_suffix(".partial")
    save_file({"read": read}, partial, metadata={_OF: _told(lists, without)})
    partial.replace(path)


def read(path: Path, lists: str, without: int | None) -> Halves:
    """What `write` wrote. Raises BadTraining where it was for other lists or another part."""
    try:
        with safe_open(str(path), framework="numpy") as stored:
            told, found = (stored.metadata() or {}).get(_OF), stored.get_tensor("read")
    except (SafetensorError, OSError) as error:
        raise bad_training(path, f"{type(error).__name__}: {error}") from error
    if told != (wanted := _told(lists, without)):
        raise bad_training(path, f"made of {told}, not {wanted}")
    return np.asarray(found)


def _told(lists: str, without: int | None) -> str:
    """One text, since several would be written in any order, and the file have any hash."""
    return f"lists {lists} without {without}"
