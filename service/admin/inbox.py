"""The folder that receives plans: a file is there whole or not at all, and none is ever lost."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from indexer.errors import TracuuError
from service.admin.naming import Refused, safe_name

#: The folder below the plans served that takes what is sent; those in it are passed over by builds.
FOLDER = "tai-len"
_REPLACED, _WITHDRAWN = ".da-thay", ".da-bo"
_COMING = ".dang-nhan-"
#: Bytes of one file, as its reader takes them.
MOST_BYTES = 400_000_000
#: Files of one sending.
MOST_FILES = 200
#: Bytes that must stay free on the disk.
_SPARE = 200_000_000
_CHUNK = 1 << 20


class NoRoom(TracuuError):
    """The disk has no room for what is sent, or the folder cannot be written to."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file that was sent; ``refused`` says why it is not there.

    ``was``: "new", "same" (it is there already), "replaced", or "refused".
    """

    name: str
    was: str
    refused: str | None = None


class Inbox:
    """One folder below the plans. One process receives; its threads take turns where they must."""

    def __init__(self, plans: Path) -> None:
        self.folder = plans / FOLDER
        self._lock = threading.Lock()
        self._coming: set[Path] = set()

    def receive(self, sent: str | None, stream: BinaryIO, replace: bool = False) -> Received:
        """Take one file in. Raises ``NoRoom``; what is wrong with the file itself is in the reply.

        One of that name with other content stays, unless ``replace``: then it is put aside.
        """
        try:
            name = safe_name(sent)
            coming, size, digest = self._copied(stream)
        except Refused as refusal:
            return Received(sent or "?", "refused", str(refusal))
        except OSError as error:
            raise _no_room(error) from error
        try:
            if not size:
                raise Refused("Tệp rỗng: hãy chép lại từ nguồn. / The file is empty.")
            return self._placed(coming, name, digest, replace)
        except Refused as refusal:
            return Received(name, "refused", str(refusal))
        except OSError as error:
            raise _no_room(error) from error
        finally:
            self._gone(coming)

    def names(self) -> list[str]:
        """The files that are there, by name."""
        if not self.folder.is_dir():
            return []
        found = (p for p in self.folder.iterdir() if not p.name.startswith(".") and p.is_file())
        return sorted(path.name for path in found)

    def withdraw(self, name: str) -> None:
        """Put a file aside, where builds do not see it.

        Raises ``Refused`` when it is not there, ``NoRoom`` where nothing can be written.
        """
        with self._lock:
            if name not in self.names():
                raise Refused(f"Không có tệp «{name}». / There is no file “{name}”.")
            try:
                self._put_aside(self.folder / name, _WITHDRAWN)
            except OSError as error:
                raise _no_room(error) from error

    def _copied(self, stream: BinaryIO) -> tuple[Path, int, str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with self._lock:
            self._sweep()
            handle, made = tempfile.mkstemp(prefix=_COMING, dir=self.folder)
            self._coming.add(path := Path(made))
        try:
            with os.fdopen(handle, "wb") as file:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._check(size)
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), 0o644)
        except BaseException:
            self._gone(path)
            raise
        return path, size, digest.hexdigest()

    def _check(self, size: int) -> None:
        if size > MOST_BYTES:
            raise Refused(
                f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB: hãy tách ra. / "
                f"The file is over {MOST_BYTES // 1_000_000} MB: split it."
            )
        if shutil.disk_usage(self.folder).free < _SPARE:
            raise _no_room(None)

    def _placed(self, coming: Path, name: str, digest: str, replace: bool) -> Received:
        target = self.folder / name
        with self._lock:
            was = "new"
            if target.exists():
                if _sha256(target) == digest:
                    return Received(name, "same")
                if not replace:
                    raise Refused(
                        "Đã có tệp cùng tên với nội dung khác: đổi tên, hoặc chọn thay thế. / "
                        "There is a file of this name with other content: rename it, or replace."
                    )
                self._put_aside(target, _REPLACED)
                was = "replaced"
            os.replace(coming, target)
        return Received(name, was)

    def _put_aside(self, path: Path, folder: str) -> None:
        aside = self.folder / folder
        aside.mkdir(exist_ok=True)
        stamp = time.strftime("%Y%m%d-%H%M%S")
        target = aside / f"{stamp}-{path.name}"
        count = 2
        while target.exists():
            target = aside / f"{stamp}-{count}-{path.name}"
            count += 1
        if folder == _WITHDRAWN:
            os.replace(path, target)
        else:  # what replaces it takes its name in one step: a kill in between loses neither
            try:
                shutil.copy2(path, target)
            except OSError:  # half a copy is no use to anybody
                target.unlink(missing_ok=True)
                raise

    def _gone(self, coming: Path) -> None:
        coming.unlink(missing_ok=True)
        self._coming.discard(coming)

    def _sweep(self) -> None:
        """What a killed process was receiving goes; no clock is asked, for clocks jump."""
        for path in set(self.folder.glob(f"{_COMING}*")) - self._coming:
            path.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _no_room(error: OSError | None) -> NoRoom:
    why = f" ({error.strerror})" if error and error.strerror else ""
    return NoRoom(
        f"Không ghi được tệp vào thư mục kế hoạch{why}: hãy dọn chỗ hoặc kiểm tra quyền ghi. / "
        f"The file cannot be written to the folder of plans: make room, or check its permissions."
    )
