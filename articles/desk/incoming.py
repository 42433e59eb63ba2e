"""Copy that arrives: kept byte for byte, and made a draft when somebody says so."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from articles import images
from articles.desk import editing, ledger
from articles.desk.content import Content
from articles.desk.errors import NotAllowed, Refused
from articles.desk.incoming_copy import own_names, sentence
from articles.desk.incoming_proposal import proposal
from articles.desk.rights import may_create, may_open_copy, rank_for
from articles.intake import ImportedCopy
from articles.models import Article, Image, IncomingFile, Section, Source
from articles.text.markup import Block, from_blocks


@dataclass
class Made:
    """A draft made of copy. `left_out` says which pictures could not be used, and why; `cut`
    names fields that hold only a part of their text. Not `is_new`: somebody made it before."""

    article: Article
    is_new: bool = True
    pictures: int = 0
    left_out: list[str] = field(default_factory=list)
    cut: list[str | Promise] = field(default_factory=list)


@transaction.atomic
def keep(
    copy: ImportedCopy, user: User, section: Section, *, repair_reprints: bool = False
) -> IncomingFile:
    """Keep copy that arrived, read without refusals, whatever becomes of it. The same copy from
    the same person, while it still waits, is kept once. Raises NotAllowed."""
    if not may_create(user):
        raise NotAllowed(_("Your role does not write pieces."))
    # Two presses of one button arrive at the same moment: the second one waits here.
    User.objects.select_for_update().get(pk=user.pk)
    digest = hashlib.sha256(copy.original).hexdigest()
    twin = IncomingFile.objects.filter(
        content_hash=digest, name=copy.file, received_by=user, article=None, discarded_at=None
    ).first()
    file = twin or IncomingFile(
        name=copy.file, data=copy.original, content_hash=digest, received_by=user
    )
    file.section, file.refused, file.repair_reprints = section, [], repair_reprints
    file.report = copy.to_json()
    file.save()
    return file


def decide(
    file: IncomingFile,
    user: User,
    *,
    section: Section,
    refused: Collection[str],
    repair_reprints: bool,
) -> None:
    """Say how waiting copy is to be read and where it goes. A draft is never changed by it."""
    _check_may_handle(file, user)
    file.section, file.repair_reprints = section, repair_reprints
    file.refused = sorted(refused)
    IncomingFile.objects.filter(pk=file.pk, article=None).update(**_decided(file))


def discard(file: IncomingFile, user: User) -> None:
    """Take copy off the list of what waits. It is kept, and `take_back` brings it there again."""
    _check_may_handle(file, user)
    waiting = IncomingFile.objects.filter(pk=file.pk, article=None, discarded_at=None)
    waiting.update(discarded_at=timezone.now())


def take_back(file: IncomingFile, user: User) -> None:
    _check_may_handle(file, user)
    IncomingFile.objects.filter(pk=file.pk).update(discarded_at=None)


def make_draft(
    file: IncomingFile, copy: ImportedCopy, user: User, *, accept_damaged: bool = False
) -> Made:
    """A draft owned by `user`, of copy read from `file` as decided; the one there is, if any.

    Raises Refused for damaged copy unless it is accepted; NotAllowed. Pictures are decoded and
    stored before the transaction begins.
    """
    _check_may_handle(file, user)
    if copy.quarantine and not accept_damaged:
        raise Refused(
            _("%(file)s waits in quarantine, and no draft was made of it: %(why)s")
            % {"file": file.name or _("The pasted text"), "why": sentence(copy.quarantine)}
        )
    if made := _made_before(file):
        return made
    pictures, left_out = _store(copy, user)
    with transaction.atomic():
        IncomingFile.objects.select_for_update().only("pk").get(pk=file.pk)
        if made := _made_before(file):
            return made
        proposed = proposal(copy, own_names())
        source = Source.objects.get_or_create(name=proposed.source)[0] if proposed.source else None
        content = editing.blank_content(
            section=file.section,
            **proposed.fields,
            body=from_blocks(_placed(copy, pictures)),
            source={"id": source.pk, "name": source.name} if source else None,
            credits=proposed.credits,
            figures=_figures(copy, pictures),
        )
        file.article = editing.create(content, user)
        file.report = copy.to_json()
        IncomingFile.objects.filter(pk=file.pk).update(
            article=file.article, report=file.report, discarded_at=None, **_decided(file)
        )
        if copy.quarantine:
            ledger.append(
                "article",
                file.article.pk,
                "accept_damaged",
                user,
                rank=rank_for(user, file.article),
                from_state=file.article.state,
                to_state=file.article.state,
                note=sentence(copy.quarantine),
            )
    figures = len(content["figures"])
    return Made(file.article, pictures=figures, left_out=left_out, cut=proposed.cut)


def _check_may_handle(file: IncomingFile, user: User) -> None:
    if not may_create(user):
        raise NotAllowed(_("Your role does not write pieces."))
    if not may_open_copy(user, file):
        raise NotAllowed(_("This copy was brought in for another desk."))


def _made_before(file: IncomingFile) -> Made | None:
    article = Article.objects.filter(incoming_files=file.pk).first()
    return Made(article, is_new=False) if article else None


def _decided(file: IncomingFile) -> Content:
    return {name: getattr(file, name) for name in ("section", "refused", "repair_reprints")}


def _store(copy: ImportedCopy, user: User) -> tuple[dict[str, Image], list[str]]:
    """The document's pictures by the hash that its body calls them by, and the refusals."""
    pictures: dict[str, Image] = {}
    left_out = []
    for picture in copy.images:
        try:
            pictures[picture.hash] = images.store(picture.data, picture.name, user)
        except images.ImageRefused as refusal:
            left_out.append(f"{picture.name}: {refusal}")
    return pictures, left_out


def _figures(copy: ImportedCopy, pictures: dict[str, Image]) -> list[Content]:
    """Two pictures of a document can be the same one after re-encoding: it comes once."""
    figures: dict[str, Content] = {}
    for picture in copy.images:
        if (image := pictures.get(picture.hash)) is None:
            continue
        figures.setdefault(
            image.content_hash,
            {
                "image": image.content_hash,
                "is_cover": False,
                "alt": picture.alt[:200],
                "caption": image.caption,
                "credit": image.credit,
                "rights_holder": image.rights_holder,
                "licence": image.licence,
                "focal_x": 0.5,
                "focal_y": 0.5,
            },
        )
    return list(figures.values())


def _placed(copy: ImportedCopy, pictures: dict[str, Image]) -> list[Block]:
    """The body with stored pictures in place of the document's own; refused ones go."""
    return [
        Block("image", pictures[block.text].content_hash) if block.kind == "image" else block
        for block in copy.body
        if block.kind != "image" or block.text in pictures
    ]
