"""Workbooks are zip archives: what of one is read, unpacked within limits that it can't talk its way around."""

import io
import zipfile
import zlib
from collections.abc import Collection

from .cells import UnreadableFile
from .limits import MOST_MEMBERS, MOST_PACKED_INSIDE, MOST_RATIO, MOST_UNPACKED, RATIO_MATTERS_FROM

ENCRYPTED = 0x1  # of a member's flags
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)


class Archive:
    """The members of a zip archive, each read once it is asked for; all of them together up to a limit."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN as error:
            raise self._damaged() from error
        self._members = {member.filename: member for member in self._zip.infolist()}
        self._left = MOST_UNPACKED
        self._check()

    @property
    def names(self) -> Collection[str]:
        return self._members.keys()

    def _check(self) -> None:
        """What the archive says of itself."""
        found = self._zip.infolist()
        if len(found) > MOST_MEMBERS:
            raise UnreadableFile(f"“{self.name}” holds {len(found):,} files inside; no workbook of figures does.")
        if len(self._members) != len(found):
            raise self._damaged()
        if sum(member.file_size for member in found) > MOST_PACKED_INSIDE:
            most = MOST_PACKED_INSIDE // 2**20
            raise UnreadableFile(
                f"“{self.name}” unpacks to more than {most} MB. Delete pictures and unneeded sheets."
            )
        for member in found:
            if member.flag_bits & ENCRYPTED:
                raise UnreadableFile(f"“{self.name}” is encrypted. Save it without a password and upload it again.")
            if member.file_size > max(RATIO_MATTERS_FROM, member.compress_size * MOST_RATIO):
                raise UnreadableFile(
                    f"“{self.name}” unpacks to more than {MOST_RATIO} times its size, as files made to do harm do."
                )

    def read(self, member: str) -> bytes:
        """The whole of a member. What is longer than it says is cut at that length and fails by its checksum."""
        if member not in self._members:
            raise self._damaged()
        found = self._members[member]
        if found.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._damaged()
        self._left -= found.file_size
        if self._left < 0:
            most = MOST_UNPACKED // 2**20
            raise UnreadableFile(
                f"“{self.name}” holds more than {most} MB of cells. Split it into smaller workbooks."
            )
        try:
            return self._zip.read(found)
        except BROKEN as error:
            raise self._damaged() from error

    def _damaged(self) -> UnreadableFile:
        return UnreadableFile(
            f"“{self.name}” is damaged. Open it in your spreadsheet program, save it anew and upload that."
        )


def packed(members: dict[str, bytes]) -> bytes:
    """An archive of just these members: what reads it meets nothing that was not looked at before."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
