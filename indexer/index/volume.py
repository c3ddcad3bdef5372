"""A volume of a generation: some documents whole, in a folder of their own that never changes.

``plans.sqlite``, ``outlines.u4`` with ``outlines.npz``, ``lexical/``, ``vectors.f32`` with a rough
copy ``vectors.i8``, and ``syllables.npz``: what its texts teach about accents. A generation takes a
volume over from the one before by hard links to its files.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.accents_counts import Counts
from indexer.index import vectors
from indexer.index.outlines import OutlineWriter, VolumeOutlines
from indexer.index.store import Store

_VOLUMES = "volumes"


@dataclass(frozen=True, slots=True)
class Volume:
    """The volume of this number in the folder of a generation."""

    generation: Path
    number: int

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.generation / _VOLUMES / f"{self.number:06d}"

    @property
    def plans(self) -> Path:
        """The SQLite file."""
        return self.folder / "plans.sqlite"

    @property
    def _outlines(self) -> tuple[Path, Path]:
        return self.folder / "outlines.u4", self.folder / "outlines.npz"

    @property
    def lexical(self) -> Path:
        """The folder of its words."""
        return self.folder / "lexical"

    @property
    def meaning(self) -> Path:
        """The file of its vectors."""
        return self.folder / "vectors.f32"

    @property
    def copy(self) -> Path:
        """The file of their rough copy."""
        return self.folder / "vectors.i8"

    @property
    def syllables(self) -> Path:
        """The file of its counts."""
        return self.folder / "syllables.npz"

    def store(self) -> Store:
        """Its documents."""
        return Store(self.plans)

    def outlines(self) -> VolumeOutlines:
        """Those of its passages."""
        return VolumeOutlines(*self._outlines)

    def outline_writer(self) -> OutlineWriter:
        """Writes them."""
        return OutlineWriter(*self._outlines)

    def vectors(self, dim: int) -> NDArray[np.float32]:
        """One for each passage."""
        rows = self.meaning.stat().st_size // (dim * np.dtype(np.float32).itemsize)
        return vectors.attach(self.meaning, rows, dim)

    def counts(self) -> Counts:
        """What its texts teach about accents."""
        return Counts.from_bytes(self.syllables.read_bytes())

    def take_over(self, generation: Path) -> None:
        """Have it in the folder of another generation too."""
        shutil.copytree(self.folder, Volume(generation, self.number).folder, copy_function=_linked)


def numbers(files: Iterable[str]) -> list[int]:
    """The numbers of the volumes that these files of a generation belong to."""
    parts = (name.split("/") for name in files)
    return sorted({int(part[1]) for part in parts if part[0] == _VOLUMES})


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a disk without hard links, or with too many of one file
        shutil.copyfile(source, target)
