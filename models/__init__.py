"""Embedding models: `models.load(name)` gives an Encoder; the bundled one needs no torch."""

from models.encoder import Encoder, Vectors
from models.errors import (
    ModelChanged,
    ModelDamaged,
    ModelError,
    ModelNotFound,
    NotAModel,
    SegmentationFailed,
)
from models.interaction import Interacting
from models.names import load

__all__ = [
    "Encoder",
    "Interacting",
    "ModelChanged",
    "ModelDamaged",
    "ModelError",
    "ModelNotFound",
    "NotAModel",
    "SegmentationFailed",
    "Vectors",
    "load",
]
