"""Reading copy as this paper: by its own names, and with refusals in the reader's language."""

from collections.abc import Collection
from pathlib import PurePath

from django.db import DatabaseError
from django.utils.translation import gettext as _

from articles.desk.errors import Refused
from articles.intake import ImportedCopy, IntakeError, Message, read, read_pasted
from articles.intake.sniff import MOST_BYTES
from articles.models import IncomingFile, SiteIdentity


def sentence(remark: IntakeError | Message) -> str:
    """What a reader of files has to say, in the language of whoever asks."""
    params = {name: _(value) if name == "what" else value for name, value in remark.params.items()}
    if params.get("name") in ("", "The pasted text"):
        params["name"] = _("The pasted text")
    return _(remark.template) % params


def own_names() -> frozenset[str]:
    """What the paper calls itself; nothing on a machine where no database was made yet, so that
    a dry run works there."""
    try:
        identity = SiteIdentity.current()
    except DatabaseError:
        return frozenset()
    return frozenset(name for name in (identity.paper_name, identity.site_name) if name)


def check_size(name: str, size: int) -> None:
    """IntakeError for a file that is too large, before its bytes are in memory."""
    if size > MOST_BYTES:
        megabytes = {"size": f"{size / 2**20:.1f}", "limit": str(MOST_BYTES // 2**20)}
        raise IntakeError("too_large", name=name, **megabytes)


def read_copy(
    name: str, data: bytes, *, refused: Collection[str] = (), repair_reprints: bool = False
) -> ImportedCopy:
    """The bytes as copy; an empty name says that they were pasted. Raises IntakeError."""
    names = own_names()
    if not name:
        return read_pasted(
            data.decode("utf-8", "replace"),
            refused=refused,
            repair_reprints=repair_reprints,
            own_names=names,
        )
    return read(
        plain_name(name), data, refused=refused, repair_reprints=repair_reprints, own_names=names
    )


def read_again(file: IncomingFile) -> ImportedCopy:
    """As it was decided for this file. Raises Refused if it can no longer be read."""
    try:
        return read_copy(
            file.name,
            bytes(file.data),
            refused=file.refused,
            repair_reprints=file.repair_reprints,
        )
    except IntakeError as error:
        raise Refused(sentence(error)) from error


def plain_name(name: str) -> str:
    """The last part of a file name, without what no database or terminal can print."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(char if char.isprintable() else "_" for char in last)[-200:] or "copy"
