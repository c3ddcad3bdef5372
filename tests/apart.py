"""Run a command where there is no network but loopback: ``python -m tests.apart COMMAND …``.

The suite is run so (``make test``): what reaches out fails, in libraries that no Python hook sees
too. Where the machine lets nobody leave its network the command is run as it is, and that is said.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence

#: Set for the command where it is apart.
APART = "TRACUU_APART"
_INSIDE = "--inside"
#: As root, and as anybody else.
_WAYS = (("unshare", "--net"), ("unshare", "--map-current-user", "--net", "--keep-caps"))
_NOT_APART = (
    "Máy không cho tách mạng, lệnh chạy với mạng như thường · "
    "This machine lets nobody leave its network, the command runs with it\n"
)
_SET_FLAGS, _UP = 0x8914, 0x1  # SIOCSIFFLAGS, IFF_UP
_SET_ADDRESS, _NOWHERE = 0x8916, "198.51.100.1"  # SIOCSIFADDR; of those kept for documents
_SET_TUNNEL, _TUNNEL = 0x400454CA, 0x1001  # TUNSETIFF; IFF_TUN | IFF_NO_PI


def main(words: Sequence[str]) -> None:
    """Become the command."""
    if words[:1] == [_INSIDE]:
        _raise_loopback()
        _dead_end()
        os.environ[APART] = "1"
        os.execvp(words[1], words[1:])
    way = next(filter(_works, _WAYS), None)
    if way is None:
        sys.stdout.write(_NOT_APART)
        sys.stdout.flush()
        os.execvp(words[0], words)
    os.execvp(way[0], [*way, sys.executable, "-m", "tests.apart", _INSIDE, *words])


def _works(way: Sequence[str]) -> bool:
    """Whether a process may leave the network so, and have a loopback of its own."""
    probe = [sys.executable, "-m", "tests.apart", _INSIDE, "true"]
    try:
        return subprocess.run([*way, *probe], capture_output=True).returncode == 0
    except OSError:  # no such program
        return False


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))


def _dead_end() -> None:
    """A line that leads nowhere: without any, a browser takes itself for offline and asks nobody.

    It lasts as long as the command.
    """
    name, address = b"nowhere", socket.inet_aton(_NOWHERE)
    line = os.open("/dev/net/tun", os.O_RDWR)
    os.set_inheritable(line, True)
    fcntl.ioctl(line, _SET_TUNNEL, struct.pack("16sH22x", name, _TUNNEL))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        given = struct.pack("16sHH4s8x", name, socket.AF_INET, 0, address)
        fcntl.ioctl(any_socket, _SET_ADDRESS, given)
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", name, _UP))


if __name__ == "__main__":
    main(sys.argv[1:])
