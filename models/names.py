"""From a name to a loaded model: bundled, a folder, or a public name in the local cache."""

import os
from pathlib import Path

from models.conventions import Convention, convention, own
from models.encoder import Encoder
from models.errors import not_a_model, not_found
from models.hashes import verify
from models.static import StaticEncoder, is_static

BUNDLED = Path(__file__).parent / "bundled"
DEFAULT = "tracuu-static-352"


def load(name: str = "default") -> Encoder:
    """Load a model by "default", the path of a folder, or a public name.

    Nothing is fetched from a network unless HF_HUB_OFFLINE=0 is set.
    Raises ModelNotFound, NotAModel, ModelDamaged or ModelChanged.

    >>> load("default").encode_queries(["khám sức khỏe"]).shape
    (1, 352)
    """
    # Before any import that could reach out; a choice of the user's stands.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if name == "default":
        return _open(BUNDLED / DEFAULT, name)
    path = Path(name).expanduser()
    if path.is_dir():
        return _open(path, name)
    if path.exists():
        raise not_a_model(path, "not a folder")
    if path.is_absolute() or name.startswith((".", "~")):
        raise not_found(name)
    from models.public import cached

    return _open(cached(name), name)


def _open(folder: Path, name: str) -> Encoder:
    """Open a model's folder: with numpy when it is static, else with sentence_transformers."""
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise not_a_model(folder, "neither modules.json nor config.json")
    verify(folder)
    rules: Convention = convention(name) or convention(str(folder)) or own(folder)
    if is_static(folder):
        return StaticEncoder(folder, name, rules)
    from models.public import PublicEncoder

    return PublicEncoder(folder, name, rules)
