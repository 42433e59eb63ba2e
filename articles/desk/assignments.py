"""Assignments (选题): who sees the plan, who proposes, gives, takes up, files and drops.

Like the workflow, the acts are a table, and `perform` is the one function that takes them: it
checks, writes by compare-and-set and keeps the ledger.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.roles import ROLES, Rank
from articles.desk import editing, ledger, notices, rights
from articles.desk.errors import NotAllowed, NoteRequired, Refused, Stale
from articles.desk.notice_rows import PlanAct
from articles.models import Article, Assignment, Credit, LedgerEntry, Section

Label = str | Promise
Status = Assignment.Status
KIND = "assignment"
FIELDS = ("title", "brief", "section", "reporter", "photographer", "due_at", "words")
OPEN = (Status.PROPOSED, Status.ASSIGNED, Status.WORKING)


# --- Who ----------------------------------------------------------------------------------------


def may_enter(user: User) -> bool:
    """Whether the plan of any desk is this person's business."""
    return user.can("writes") or user.highest_rank >= Rank.EDITOR


def is_editor(user: User, section: Section) -> bool:
    return user.rank_on(section.desk_id) >= Rank.EDITOR


def assignees(assignment: Assignment) -> set[int]:
    return {pk for pk in (assignment.reporter_id, assignment.photographer_id) if pk}


def is_assignee(user: User, assignment: Assignment) -> bool:
    return user.pk in assignees(assignment)


def _is_writing(user: User, assignment: Assignment) -> bool:
    """The reporter makes the draft; where there is none, the photographer does."""
    return user.pk == (assignment.reporter_id or assignment.photographer_id)


def viewable(user: User) -> "QuerySet[Assignment]":
    """The person's own, those of the desks they belong to, and of those they edit."""
    everything = Assignment.objects.all()
    if not user.is_active or not may_enter(user):
        return everything.none()
    edited = rights.desks_of_rank(user, Rank.EDITOR)
    if edited is None:
        return everything
    return everything.filter(mine_q(user) | Q(section__desk__in=user.desk_ids.union(edited)))


def may_view(user: User, assignment: Assignment) -> bool:
    return viewable(user).filter(pk=assignment.pk).exists()


def mine_q(user: User) -> Q:
    return Q(reporter=user) | Q(photographer=user) | Q(proposed_by=user)


def waiting_for(user: User) -> "QuerySet[Assignment]":
    """Given to this person, and not begun."""
    sent = Q(reporter=user) | Q(photographer=user)
    return Assignment.objects.filter(sent, status=Assignment.Status.ASSIGNED)


def may_change(user: User, assignment: Assignment) -> bool:
    """The section's editors while it is open; whoever proposed it until it is accepted."""
    if assignment.status not in OPEN:
        return False
    if is_editor(user, assignment.section):
        return True
    return assignment.status == Status.PROPOSED and assignment.proposed_by_id == user.pk


def people() -> "QuerySet[User]":
    """Who can be sent: colleagues whose role writes."""
    writing = [role.name for role in ROLES.values() if role.writes]
    return (
        User.objects.filter(is_active=True, groups__name__in=writing)
        .distinct()
        .order_by("full_name", "pk")
    )


# --- Writing down what is planned ---------------------------------------------------------------


def _check_people(user: User, section: Section, fields: dict[str, Any]) -> None:
    if is_editor(user, section):
        return
    named = {fields.get("reporter"), fields.get("photographer")} - {None, user}
    if named:
        raise NotAllowed(_("Only an editor of the section sends other people."))


def _check_time(due_at: datetime | None, before: datetime | None = None) -> None:
    if due_at is not None and due_at != before and due_at < timezone.now():
        raise Refused(_("That time is past. Choose a later one."))


@transaction.atomic
def create(user: User, fields: dict[str, Any], *, give: bool = False) -> Assignment:
    """A proposal; with `give`, by an editor of the section, an assignment at once.

    `fields` are those of `FIELDS`. A reporter's own proposal without a name is for themselves.
    """
    if not may_enter(user):
        raise NotAllowed(_("Your role does not propose assignments."))
    section = fields["section"]
    editor = is_editor(user, section)
    if give and not editor:
        raise NotAllowed(_("Only an editor of the section gives assignments. Propose it instead."))
    _check_people(user, section, fields)
    _check_time(fields.get("due_at"))
    if not give and not editor and not fields.get("reporter") and user.can("writes"):
        fields = fields | {"reporter": user}
    if give and not (fields.get("reporter") or fields.get("photographer")):
        raise Refused(_("Say who does it: a reporter or a photographer."))
    assignment = Assignment.objects.create(
        proposed_by=user, status=Status.ASSIGNED if give else Status.PROPOSED, **fields
    )
    name = "give" if give else "propose"
    entry = log(assignment, name, user, to=assignment.status)
    notices.planned(PlanAct(assignment, name, user, entry), assignees(assignment))
    return assignment


@transaction.atomic
def change(assignment: Assignment, user: User, fields: dict[str, Any]) -> bool:
    """Write other fields, as loaded at `assignment.version`. Whether anything was different."""
    fresh = lock(assignment)
    if not may_change(user, fresh):
        raise NotAllowed(
            _("You cannot change this assignment now: it is %(status)s.")
            % {"status": fresh.get_status_display()}
        )
    _check_people(user, fresh.section, fields)
    _check_time(fields.get("due_at"), fresh.due_at)
    changed = [name for name in FIELDS if name in fields and getattr(fresh, name) != fields[name]]
    if not changed:
        return False
    after = {name: fields.get(name, getattr(fresh, name)) for name in FIELDS}
    if fresh.status != Status.PROPOSED and not (after["reporter"] or after["photographer"]):
        raise Refused(_("Say who does it: a reporter or a photographer."))
    write(fresh, **{name: fields[name] for name in changed})
    labels = [str(Assignment._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]  # a field of ours, no relation back
    entry = log(fresh, "change", user, note="、".join(labels))
    before = assignees(fresh)
    assignment.refresh_from_db()
    _tell_of_change(assignment, user, entry, before)
    return True


def _tell_of_change(
    assignment: Assignment, user: User, entry: LedgerEntry, before: set[int]
) -> None:
    """Who comes new to it and who is taken off hear just that."""
    now = assignees(assignment)
    audiences = {"change": now & before, "give": now - before, "take_off": before - now}
    if assignment.status == Status.PROPOSED:
        audiences = {"change": {assignment.proposed_by_id}}
    for name, people in audiences.items():
        notices.planned(PlanAct(assignment, name, user, entry), people)


# --- Acts ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Act:
    name: str
    label: Label
    sources: frozenset[str]
    target: str
    who: Callable[[User, Assignment], bool]
    explains: Label
    note_required: bool = False
    grave: bool = False


def _editor(user: User, assignment: Assignment) -> bool:
    return is_editor(user, assignment.section)


def _dropper(user: User, assignment: Assignment) -> bool:
    mine = assignment.proposed_by_id == user.pk and assignment.status == Status.PROPOSED
    return mine or _editor(user, assignment)


def filer(user: User, assignment: Assignment) -> bool:
    return is_assignee(user, assignment) or _editor(user, assignment)


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act(
            "accept", pgettext_lazy("assignment", "Accept"), frozenset({Status.PROPOSED}),
            Status.ASSIGNED, _editor, __("The assignment is on the plan and its people can begin."),
        ),
        Act(
            "begin", __("Make the draft"), frozenset({Status.ASSIGNED}),
            Status.WORKING, _is_writing,
            __("A draft with this headline, section and byline; it is yours."),
        ),
        Act(
            "file", pgettext_lazy("assignment", "Filed"),
            frozenset({Status.ASSIGNED, Status.WORKING}), Status.FILED, filer,
            __("The work is delivered. Submitting the piece says so by itself."),
        ),
        Act(
            "drop", pgettext_lazy("assignment", "Drop"), frozenset(OPEN),
            Status.DROPPED, _dropper, __("The assignment leaves the plan. A draft of it stays."),
            note_required=True, grave=True,
        ),
        Act(
            "reopen", pgettext_lazy("assignment", "Take up again"),
            frozenset({Status.DROPPED, Status.FILED}), Status.ASSIGNED, _editor,
            __("The assignment is on the plan again."),
        ),
    )
}  # fmt: skip


# What those whose work it is hear of: the rest they do themselves.
_TOLD = frozenset({"accept", "drop", "reopen"})


def why_not(act: Act, assignment: Assignment, user: User) -> NotAllowed | Refused | None:
    if assignment.status not in act.sources:
        return Refused(
            _("“%(act)s” is not possible: the assignment is %(status)s.")
            % {"act": act.label, "status": assignment.get_status_display()}
        )
    if not act.who(user, assignment):
        return NotAllowed(_("You may not do “%(act)s” with this assignment.") % {"act": act.label})
    if act.name in ("accept", "reopen") and not (
        assignment.reporter_id or assignment.photographer_id
    ):
        return Refused(_("Say who does it first: a reporter or a photographer."))
    return None


def available(assignment: Assignment, user: User) -> list[Act]:
    return [act for act in ACTS.values() if why_not(act, assignment, user) is None]


@transaction.atomic
def perform(assignment: Assignment, name: str, user: User, note: str = "") -> Assignment:
    """Take one act with the topic as the caller loaded it. Raises WorkflowError, and then
    nothing has changed."""
    act = ACTS.get(name)
    if act is None:
        raise Refused(_("There is no such step: %(name)s.") % {"name": name})
    fresh = lock(assignment)
    if problem := why_not(act, fresh, user):
        raise problem
    note = note.strip()
    if act.note_required and not note:
        raise NoteRequired(_("Say why: a note is needed for “%(step)s”.") % {"step": act.label})
    before = fresh.status
    fields: dict[str, Any] = {"status": act.target}
    if name == "begin":
        fields["article"] = _draft(fresh, user)
    elif name == "reopen" and fresh.article_id:
        fields["status"] = Status.WORKING
    write(fresh, **fields)
    entry = log(fresh, name, user, before=before, to=fields["status"], note=note)
    assignment.refresh_from_db()
    people = assignees(assignment) | {assignment.proposed_by_id} if name in _TOLD else set()
    notices.planned(PlanAct(assignment, name, user, entry), people)
    return assignment


def _draft(assignment: Assignment, user: User) -> Article:
    sent = (
        (assignment.reporter, Credit.Role.REPORTER),
        (assignment.photographer, Credit.Role.PHOTOGRAPHER),
    )
    people = {person.pk: (person, role) for person, role in reversed(sent) if person}
    credits = [editing.byline(person, role) for person, role in reversed(people.values())]
    content = editing.blank_content(
        section=assignment.section, headline=assignment.title, credits=credits
    )
    return editing.create(content, user)


# --- One lock, one ledger -----------------------------------------------------------------------


def lock(assignment: Assignment) -> Assignment:
    """The row, locked for the rest of the transaction, if nobody has written it meanwhile."""
    fresh = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("section", "reporter", "photographer")
        .get(pk=assignment.pk)
    )
    if fresh.version != assignment.version:
        last = ledger.last_entry(KIND, assignment.pk)
        raise Stale(
            _(
                "%(who)s changed this assignment while you were working on it. Look again, "
                "then decide."
            )
            % {"who": (last.actor_name if last else "") or _("Somebody else")}
        )
    return fresh


def write(assignment: Assignment, **fields: Any) -> None:
    written = Assignment.objects.filter(pk=assignment.pk, version=assignment.version).update(
        version=F("version") + 1, updated_at=timezone.now(), **fields
    )
    if not written:
        raise Stale(_("Somebody else acted at the same moment. Look again, then decide."))


def log(
    assignment: Assignment,
    action: str,
    user: User | None,
    *,
    before: str = "",
    to: str = "",
    note: str = "",
) -> LedgerEntry:
    rank = user.rank_on(assignment.section.desk_id) if user else Rank.NONE
    return ledger.append(
        KIND, assignment.pk, f"topic_{action}", user, rank=rank,
        from_state=before or assignment.status, to_state=to or assignment.status, note=note,
    )  # fmt: skip
