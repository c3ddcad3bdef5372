"""A run in progress that can be stopped: its network, its optimiser and its step, in a folder.

What is drawn by chance is drawn anew from the seed and the step, so that nothing else is kept.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from models.errors import damaged, other_run

_LONGEST = 1.0  # of the gradients of all weights together
_BETAS = (0.9, 0.98)
_KEPT, _TOLD = 500, 100  # steps between checkpoints, and between lines on the screen
_LEAST = 0.02

_Network = TypeVar("_Network", bound=nn.Module)


def optimiser(network: nn.Module, rate: float, decay: float) -> torch.optim.AdamW:
    """AdamW under which matrices decay, and biases and the like do not."""
    flat = [weight for weight in network.parameters() if weight.ndim < 2]
    deep = [weight for weight in network.parameters() if weight.ndim > 1]
    groups = [{"params": deep, "weight_decay": decay}, {"params": flat, "weight_decay": 0}]
    return torch.optim.AdamW(groups, lr=rate, betas=_BETAS)


@dataclass(frozen=True)
class Pace:
    """How fast to learn: the rate rises for some steps, and falls by `fall` of it to the last."""

    steps: int
    rate: float
    rise: int
    fall: float = 1.0

    def at(self, step: int) -> float:
        """The rate of this step, never less than a fiftieth once it has risen."""
        left = max(_LEAST, 1 - self.fall * step / self.steps)
        return self.rate * min(1.0, (step + 1) / self.rise) * left


@dataclass
class Run(Generic[_Network]):
    """`made_of` is what the run depends on: a checkpoint of another one is not gone on with.

    `write` saves the network for use, in a folder.
    """

    folder: Path
    made_of: Mapping[str, object]
    network: _Network
    optimiser: torch.optim.AdamW
    write: Callable[[_Network, Path], None]
    step: int = 0
    losses: list[float] = field(default_factory=list)

    @property
    def _path(self) -> Path:
        return self.folder / "checkpoint.safetensors"

    def train(self, pace: Pace, loss_at: Callable[[int], Tensor], seed: int) -> None:
        """Go on to the last step, with a checkpoint every few hundred."""
        self.network.train()
        while self.step < pace.steps:
            torch.manual_seed(seed + self.step)  # what is dropped
            self.descend(loss_at(self.step), pace.at(self.step))
            if self.step % _TOLD == 0 or self.step == pace.steps:
                mean = sum(self.losses[-_TOLD:]) / len(self.losses[-_TOLD:])
                print(f"step {self.step} of {pace.steps} loss {mean:.4f}", flush=True)
            if self.step % _KEPT == 0 or self.step == pace.steps:
                self.save()

    def descend(self, loss: Tensor, rate: float) -> None:
        """One step down the gradient."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), _LONGEST)
        self.optimiser.step()
        self.step += 1
        self.losses.append(float(loss.detach()))

    def save(self) -> None:
        """Write a checkpoint, replacing the old one when it is complete, and ``model/``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        tensors = {f"network {n}": t for n, t in self.network.state_dict().items()}
        for number, state in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser {number} {name}": value for name, value in state.items()}
        partial = self._path.with_suffix(".partial")
        told = {"step": str(self.step), "made_of": _written(self.made_of)}
        save_file(tensors, partial, metadata=told)
        partial.replace(self._path)
        self.write(self.network, self.folder / "model")

    def resume(self) -> None:
        """Go on from the last checkpoint, if there is one.

        Raises OtherRun when it is of a run with other settings or data, ModelDamaged.
        """
        if not self._path.exists():
            return
        try:
            with safe_open(str(self._path), framework="pt") as stored:
                told = stored.metadata() or {}
                tensors = {n: stored.get_tensor(n) for n in stored.keys()}  # noqa: SIM118
        except (SafetensorError, OSError) as error:
            raise damaged(self._path, str(error)) from error
        if told.get("made_of") != _written(self.made_of):
            raise other_run(self.folder, f"{told.get('made_of')}, not {_written(self.made_of)}")
        self.network.load_state_dict(_below("network", tensors.items()))
        self.optimiser.load_state_dict(self.optimiser.state_dict() | {"state": _state(tensors)})
        self.step = int(told["step"])


def _written(made_of: Mapping[str, object]) -> str:
    return json.dumps(made_of, sort_keys=True)


def _below(name: str, tensors: Iterable[tuple[str, Tensor]]) -> dict[str, Tensor]:
    return {n.removeprefix(f"{name} "): t for n, t in tensors if n.startswith(f"{name} ")}


def _state(tensors: dict[str, Tensor]) -> dict[int, dict[str, Tensor]]:
    """The optimiser's state, by the numbers of its weights."""
    found: dict[int, dict[str, Tensor]] = {}
    for name, tensor in _below("optimiser", tensors.items()).items():
        number, _, part = name.partition(" ")
        found.setdefault(int(number), {})[part] = tensor
    return found
