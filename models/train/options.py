"""The settings of a run as options of its command line."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, TypeVar

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
