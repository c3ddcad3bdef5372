"""``make setup`` and the system's packages: installed where that is allowed, said where not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


class Machine:
    """The Makefile's own steps, with commands of the system written for the test."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.venv = folder / "venv"
        self.log = folder / "log"
        self.bin.mkdir()
        self.venv.mkdir()
        self.log.touch()
        for name in ("sh", "rm", "touch", "grep", "sed", "env", "echo", "cat"):
            found = shutil.which(name)
            assert found is not None
            (self.bin / name).symlink_to(found)
        for stamp in (".ready", ".ready-dev"):  # Python's packages are another matter
            (self.venv / stamp).touch()
        self.command("dpkg-query", "exit 1")
        self.command("id", "echo 1000")

    def command(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.log}\n{script}\n')
        path.chmod(0o755)

    def setup(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [shutil.which("make") or "make", "setup", f"VENV={self.venv}", *words],
            cwd=ROOT,
            env={**os.environ, "PATH": str(self.bin), "MAKEFLAGS": ""},
            capture_output=True,
            text=True,
            check=True,
        )

    def asked(self, name: str) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if line.startswith(f"{name} ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_root_installs_what_is_missing(machine: Machine) -> None:
    machine.command("id", "echo 0")
    machine.command("dpkg-query", 'case "$*" in *vie) exit 1;; *) printf installed;; esac')
    machine.command("apt-get", "exit 0")
    done = machine.setup()
    [install] = machine.asked("apt-get")
    assert install.endswith("install --yes --no-install-recommends tesseract-ocr-vie")
    assert "Không tự cài được" not in done.stderr
    machine.setup()
    assert len(machine.asked("apt-get")) == 1


def test_lists_of_packages_are_fetched_where_they_are_old(machine: Machine) -> None:
    machine.command("id", "echo 0")
    machine.command("apt-get", f'case "$*" in *update) touch {machine.bin}/new;; esac\n'
                    f"test -e {machine.bin}/new")  # fmt: skip
    done = machine.setup()
    assert [line.split()[4] for line in machine.asked("apt-get")] == [
        "install",
        "update",
        "install",
    ]
    assert done.stderr == ""


def test_a_user_installs_through_sudo_without_password(machine: Machine) -> None:
    machine.command("sudo", 'shift\nexec "$@"')
    machine.command("true", "exit 0")
    machine.command("apt-get", "exit 0")
    assert machine.setup().stderr == ""
    assert "tesseract-ocr tesseract-ocr-vie" in machine.asked("apt-get")[0]


@pytest.mark.parametrize("way", ["no rights", "no network", "no apt"])
def test_what_cannot_be_installed_is_said_and_no_reason_to_stop(machine: Machine, way: str) -> None:
    if way == "no network":
        machine.command("id", "echo 0")
    if way != "no apt":
        machine.command("apt-get", "exit 100")
    done = machine.setup()
    assert "Không tự cài được: tesseract-ocr tesseract-ocr-vie" in done.stderr
    assert "sudo apt install tesseract-ocr tesseract-ocr-vie" in done.stderr
    assert bool(machine.asked("apt-get")) == (way == "no network")


def test_a_tesseract_from_elsewhere_is_enough(machine: Machine) -> None:
    machine.command("tesseract", "echo osd; echo vie")
    assert machine.setup().stderr == ""


def test_the_system_can_be_left_alone(machine: Machine) -> None:
    machine.command("id", "echo 0")
    machine.command("apt-get", "exit 0")
    assert machine.setup("SYSTEM=").stderr == ""
    assert machine.asked("apt-get") == []


def test_torch_is_asked_for_in_the_version_that_is_pinned(tmp_path: Path) -> None:
    """An empty variable would ask for ``torch==``, and no clean clone could be set up."""
    pinned = next(
        line for line in (ROOT / "constraints.txt").read_text().split("\n") if line[:7] == "torch=="
    )
    told = subprocess.run(
        [shutil.which("make") or "make", "-n", "setup", f"VENV={tmp_path}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f'"{pinned}+cpu"' in told.stdout
