"""The piece of an assignment: the one that was begun for it, or one that was there already."""

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import rights
from articles.desk.assignments import Status, filer, is_editor, lock, log, write
from articles.desk.errors import NotAllowed, Refused
from articles.models import Article, Assignment, State


def for_article(article: Article) -> Assignment | None:
    """The assignment that a piece was made for."""
    return (
        Assignment.objects.select_related("section", "reporter", "photographer")
        .filter(article=article.pk)
        .first()
    )


def filed_with(article_id: int, user: User | None) -> None:
    """A piece was submitted: the topic that it was made for is filed."""
    assignment = (
        Assignment.objects.select_related("section")
        .filter(article=article_id, status=Status.WORKING)
        .first()
    )
    if assignment is None:
        return
    with transaction.atomic():
        written = Assignment.objects.filter(
            pk=assignment.pk, version=assignment.version, status=Status.WORKING
        ).update(status=Status.FILED, version=F("version") + 1, updated_at=timezone.now())
        if written:
            log(assignment, "file", user, before=Status.WORKING, to=Status.FILED)


# Where a piece can be named for it, and where it can be taken off again.
_LINKS = (Status.ASSIGNED, Status.FILED)
_UNLINKS = (Status.WORKING, Status.FILED, Status.DROPPED)


def may_link(user: User, assignment: Assignment) -> bool:
    """Whoever could say that it is filed, while no piece is named."""
    free = assignment.article_id is None and assignment.status in _LINKS
    return free and filer(user, assignment)


def may_unlink(user: User, assignment: Assignment) -> bool:
    named = assignment.article_id is not None and assignment.status in _UNLINKS
    return named and filer(user, assignment)


def linkable(user: User, article: Article) -> "QuerySet[Assignment]":
    """Given assignments of the piece's section that this person may name it for."""
    free = (
        Assignment.objects.filter(section=article.section_id, status=Status.ASSIGNED, article=None)
        .select_related("reporter", "photographer")
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )
    if article.state == State.SPIKED:
        return free.none()
    if is_editor(user, article.section):
        return free
    if not rights.is_author(user, article):
        return free.none()
    return free.filter(Q(reporter=user) | Q(photographer=user))


@transaction.atomic
def link(assignment: Assignment, user: User, article: Article) -> Assignment:
    """Name a piece that was not begun here; one that has been submitted files the topic."""
    fresh = lock(assignment)
    if not filer(user, fresh):
        raise NotAllowed(_("Only those sent and the section's editors name the piece."))
    if fresh.article_id is not None:
        raise Refused(_("A piece is linked already. Unlink it first."))
    if fresh.status not in _LINKS:
        raise Refused(
            _("A piece can be linked once the assignment is given; it is %(status)s.")
            % {"status": fresh.get_status_display()}
        )
    if not rights.may_view(user, article):
        raise Refused(_("There is no such piece that you may open."))
    if not (is_editor(user, fresh.section) or rights.is_author(user, article)):
        raise Refused(_("This piece is somebody else's. An editor of the section can link it."))
    if article.state == State.SPIKED:
        raise Refused(_("This piece is spiked. Take it up again first."))
    before = fresh.status
    status = Status.WORKING if article.state == State.DRAFT else Status.FILED
    try:
        with transaction.atomic():
            write(fresh, article=article, status=status)
    except IntegrityError as twice:
        raise Refused(_("This piece is linked to another assignment already.")) from twice
    log(fresh, "link", user, before=before, to=status, note=f"#{article.pk}")
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def unlink(assignment: Assignment, user: User) -> Assignment:
    """The piece stays as it is; the topic waits for one again."""
    fresh = lock(assignment)
    if not filer(user, fresh):
        raise NotAllowed(_("Only those sent and the section's editors name the piece."))
    if not may_unlink(user, fresh):
        raise Refused(_("No piece is linked to this assignment."))
    before = fresh.status
    status = Status.DROPPED if before == Status.DROPPED else Status.ASSIGNED
    note = f"#{fresh.article_id}"
    write(fresh, article=None, status=status)
    log(fresh, "unlink", user, before=before, to=status, note=note)
    assignment.refresh_from_db()
    return assignment
