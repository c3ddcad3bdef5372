"""The settings of a run as options of its command line."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import torch

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    _Settings = TypeVar("_Settings", bound=DataclassInstance)


def add(parser: ArgumentParser, settings: "DataclassInstance") -> None:
    """An option for each of the settings, with its value for a default."""
    for name, value in asdict(settings).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)


def chosen(options: Namespace, settings: "type[_Settings]") -> "_Settings":
    """The settings that were given."""
    names = [field.name for field in fields(settings)]
    return settings(**{name: getattr(options, name) for name in names})


def of_run(parser: ArgumentParser, settings: "_Settings") -> "tuple[Namespace, _Settings]":
    """What was given of a run that can be stopped (`checkpoint`): where, on what, and settings."""
    parser.add_argument("--out", type=Path, required=True, help="folder; the result is in model/")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    add(parser, settings)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    return options, chosen(options, type(settings))
