"""Who may see and write what in the newsroom. Every such decision is made here.

Acts of the workflow have their own rules beside the table (`articles.desk.rules`), built on
the same few questions.
"""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Author, Duty, User
from accounts.roles import ROLES, Rank
from articles.desk import belonging
from articles.models import (
    REVIEWS,
    Article,
    Credit,
    IncomingFile,
    Proofread,
    PublishedArticle,
    Review,
    Revision,
    Section,
    State,
)


def rank_for(user: User, article: Article) -> Rank:
    return user.rank_on(article.section.desk_id)


def is_owner(user: User, article: Article) -> bool:
    return article.owner_id == user.pk and user.can("writes")


def _credited(user: User) -> Q:
    """Credits that are theirs: linked to their page, or printing their name and linked to none,
    as happens where two author pages share a name."""
    names = [user.full_name, *Author.objects.filter(user=user).values_list("name", flat=True)]
    return Q(author__user=user) | Q(author=None, name__in=[name for name in names if name])


def _authored(user: User) -> Q:
    """Pieces of which they are an author, as one condition for one piece and for lists."""
    return (
        Q(owner=user)
        | Exists(Credit.objects.filter(_credited(user), article=OuterRef("pk")))
        | Exists(
            Revision.objects.filter(
                article=OuterRef("pk"),
                user=user,
                state=State.DRAFT,
                kind=Revision.Kind.EDIT,
                number__gt=OuterRef("base_revision"),
            )
        )
    )


def is_author(user: User, article: Article) -> bool:
    """Owner, credited, or somebody who edited it in draft since it was last published."""
    return (
        article.owner_id == user.pk
        or Article.objects.filter(_authored(user), pk=article.pk).exists()
    )


def ever_wrote(user: User, article: Article) -> bool:
    """Like `is_author`, over the whole life of the piece."""
    return is_author(user, article) or (
        Revision.objects.filter(
            article=article, user=user, state=State.DRAFT, kind=Revision.Kind.EDIT
        ).exists()
    )


def brought_it_here(user: User, article: Article) -> bool:
    """Whether they submitted the running round, or opened the running fix. Reviewers may edit:
    without this rule one person could submit, rewrite and pass a piece."""
    return user.pk == article.submitted_by_id or (
        article.is_fix and user.pk == article.fix_opened_by_id
    )


def has_reviewed(user: User, article: Article) -> bool:
    """Whether a valid pass of the running round is theirs."""
    return Review.objects.filter(
        article=article, round=article.round, reviewer=user, voided=False
    ).exists()


def may_pass(user: User, article: Article) -> bool:
    """Rank for the review that is waited for, and separation of duties."""
    number = article.review_number
    return (
        number > 0
        and rank_for(user, article) >= number
        and not brought_it_here(user, article)
        and not is_author(user, article)
        and not has_reviewed(user, article)
    )


def may_edit(user: User, article: Article) -> bool:
    """Content is writable in draft by owner and editors, in review by whoever may pass it."""
    if article.state == State.DRAFT:
        return is_owner(user, article) or rank_for(user, article) >= Rank.EDITOR
    return may_pass(user, article)


def may_view(user: User, article: Article) -> bool:
    return viewable(user).filter(pk=article.pk).exists()


def may_discuss(user: User, article: Article) -> bool:
    """Who reads and writes the comments of a piece: those who may open it and work on it. Being
    on duty for another desk opens a piece, and leads to no word that was said about it."""
    works_on_it = (
        rank_for(user, article) >= Rank.EDITOR
        or user.can("proofreads")
        or (
            user.can("writes")
            and (
                article.owner_id == user.pk
                or Credit.objects.filter(article=article, author__user=user).exists()
            )
        )
    )
    return works_on_it and may_view(user, article)


def may_clear(user: User, article: Article) -> bool:
    """Tick off the other places of a withdrawn piece: whoever could have withdrawn it."""
    return rank_for(user, article) >= Rank.EDITOR or user.on_duty()


def may_see_layout(user: User) -> bool:
    """The screen of the front page: whoever may choose in any place of it."""
    return user.is_active and (user.highest_rank >= Rank.EDITOR or user.on_duty())


def may_lay_out(user: User) -> bool:
    """Lead, spare, seconds and picture belong to no desk: its heads, the chief, and whoever runs
    the house tonight. An editor of one desk would set it above the others."""
    return user.is_active and (user.highest_rank >= Rank.DESK_HEAD or user.on_duty())


def may_fill_block(user: User, channel: Section) -> bool:
    return user.rank_on(channel.desk_id) >= Rank.EDITOR


def may_turn_grey(user: User) -> bool:
    """The colours of the site on a day of mourning: the chief by role, and administrators."""
    return user.is_chief or (user.is_active and user.has_perm("articles.change_siteidentity"))


def may_create(user: User) -> bool:
    return user.can("writes")


def may_see_schedule(user: User) -> bool:
    """Editors, whose pieces each of them sees there; whoever is on duty counts as one."""
    return user.is_active and user.highest_rank >= Rank.EDITOR


def may_edit_specials(user: User) -> bool:
    """Topics for readers (专题) belong to no desk: every editor gathers pieces in them."""
    return user.is_active and user.highest_rank >= Rank.EDITOR


def may_publish_specials(user: User) -> bool:
    """A topic's own words pass no review: somebody who may give a second one answers for them."""
    return user.is_active and user.highest_rank >= Rank.DESK_HEAD


def may_act_on_many(user: User) -> bool:
    """Whether a list offers steps for many pieces at once; each piece is asked about by itself."""
    return user.is_active and user.highest_rank >= Rank.EDITOR


def desks_of_rank(user: User, rank: Rank) -> list[int] | None:
    """Desks on which the person has at least this rank; None means every desk."""
    now = timezone.now()
    if user.rank_on(None, now) >= rank:
        return None
    # Whatever they hold elsewhere than on their own desks and on a duty's, they hold everywhere.
    named = user.desk_ids.union(*(grant.desk_ids for grant in user.grants))
    return sorted(pk for pk in named if user.rank_on(pk, now) >= rank)


def _on_desks(user: User, rank: Rank) -> Q:
    desks = desks_of_rank(user, rank)
    return Q() if desks is None else Q(section__desk__in=desks)


def _owned_or_credited(user: User) -> Q:
    kept = Q(owner=user)
    author = _much_written_as(user)
    if author is not None:
        return belonging.many(kept, Credit.objects.filter(author=author))
    return belonging.few(kept, Credit.objects.filter(author__user=user))


def _much_written_as(user: User) -> int | None:
    """The author page of somebody who wrote very much. Asked for many times a page, looked up once
    for each that signs in."""
    known = vars(user)
    if "_much_written_as" not in known:
        credits = Credit.objects.filter(author=OuterRef("pk")).order_by()
        much = Exists(credits[belonging.MUCH - 1 : belonging.MUCH])
        author = Author.objects.filter(much, user=user).order_by("pk").values_list("pk", flat=True)
        known["_much_written_as"] = author.first()
    found: int | None = known["_much_written_as"]
    return found


def opens_only_their_own(user: User) -> bool:
    """Whether `viewable` and `mine` are the same pieces."""
    return (
        user.can("writes")
        and user.highest_rank < Rank.EDITOR
        and not user.can("proofreads")
        and not user.on_duty()
    )


def viewable(user: User) -> "QuerySet[Article]":
    """The pieces whose working copy a person may open."""
    articles = Article.objects.all()
    if not user.is_active or not (user.roles or user.grants):
        return articles.none()
    if desks_of_rank(user, Rank.EDITOR) is None:
        return articles
    allowed: list[Q] = []
    if user.can("writes"):
        allowed.append(_owned_or_credited(user))
    if user.highest_rank >= Rank.EDITOR:
        allowed.append(_on_desks(user, Rank.EDITOR))
    if user.can("proofreads"):
        allowed.append(Q(state__in=[*REVIEWS, State.APPROVED]))
    if user.on_duty():
        # Whoever is on duty may withdraw anything that is out.
        allowed.append(Q(pk__in=PublishedArticle.objects.values("pk")))
    # One alone stays as it is: `belonging` finds it.
    return articles.filter(reduce(or_, allowed)) if allowed else articles.none()


def proofread_by(user: User) -> "QuerySet[Article]":
    """The pieces whose count of errors a person may see: a desk head's own desks', a writer's
    own. An editor's colleagues are not theirs to compare."""
    desks = desks_of_rank(user, Rank.DESK_HEAD)
    if desks is None:
        return Article.objects.all()
    allowed = Q(section__desk__in=desks)
    if user.can("writes"):
        allowed |= _owned_or_credited(user)
    return Article.objects.filter(allowed)


def waiting_copy(user: User) -> "QuerySet[IncomingFile]":
    """Copy without a draft that a person may read and make one of: their own, their desks'."""
    waiting = IncomingFile.objects.filter(article=None, discarded_at=None)
    if not may_create(user):
        return waiting.none()
    desks = desks_of_rank(user, Rank.EDITOR)
    if desks is None:
        return waiting
    return waiting.filter(Q(received_by=user) | Q(section__desk__in=desks))


def may_open_copy(user: User, file: IncomingFile) -> bool:
    """Who brought it in; then whoever may see its draft, or edits its section while it waits."""
    if file.received_by_id == user.pk:
        return True
    if file.article is not None:
        return may_view(user, file.article)
    return user.rank_on(file.section.desk_id) >= Rank.EDITOR


def mine(user: User) -> "QuerySet[Article]":
    return Article.objects.filter(theirs(user))


def theirs(user: User) -> Q:
    """As a condition, where pieces are chosen already: a set inside a set is gathered twice."""
    return _owned_or_credited(user)


def waiting_for(user: User) -> "QuerySet[Article]":
    """The pieces that this person may pass now, or has to proofread. For lists: the acts ask
    their own questions."""
    waiting = Q(pk__in=[])
    for number, state in enumerate(REVIEWS, start=1):
        desks = desks_of_rank(user, Rank(number))
        if desks is None or desks:
            waiting |= Q(state=state) & _on_desks(user, Rank(number))
    authored = _authored(user)
    reviewed = Exists(
        Review.objects.filter(
            article=OuterRef("pk"), round=OuterRef("round"), reviewer=user, voided=False
        )
    )
    brought = Q(submitted_by=user) | Q(is_fix=True, fix_opened_by=user)
    theirs = (
        Article.objects.filter(waiting)
        .exclude(authored)
        .exclude(reviewed)
        .exclude(pk__in=Article.objects.filter(brought, state__in=REVIEWS).values("pk"))
    )
    if not user.can("proofreads"):
        return theirs
    unread = Article.objects.filter(state__in=REVIEWS, proofreads_required__gt=0).exclude(authored)
    return Article.objects.filter(
        Q(pk__in=theirs.values("pk")) | Q(pk__in=unread.exclude(_has_proofread(user)).values("pk"))
    )


def _has_proofread(user: User) -> Exists:
    """Whether the text as it stands has been read by this person in the running round."""
    newest = Revision.objects.filter(article=OuterRef(OuterRef("pk"))).order_by("-number")
    return Exists(
        Proofread.objects.filter(
            article=OuterRef("pk"),
            round=OuterRef("round"),
            proofreader=user,
            content_hash=Subquery(newest.values("content_hash")[:1]),
        )
    )


# --- The same questions, asked of everybody at once -----------------------------------------------


def holders(rank: Rank, desk_id: int) -> "QuerySet[User]":
    """Who stands on this rung or above for a desk now, by role or by duty."""
    now = timezone.now()
    everywhere = [role.name for role in ROLES.values() if role.rank >= rank and role.everywhere]
    here = [role.name for role in ROLES.values() if role.rank >= rank and not role.everywhere]
    duties = Duty.objects.filter(
        rank__gte=rank, revoked_at=None, starts_at__lte=now, ends_at__gt=now
    ).filter(Q(desks=None) | Q(desks=desk_id))
    return User.objects.filter(is_active=True).filter(
        Q(pk__in=User.objects.filter(groups__name__in=everywhere).values("pk"))
        | Q(pk__in=User.objects.filter(groups__name__in=here, desks=desk_id).values("pk"))
        | Q(pk__in=duties.values("user"))
    )


def authors_of(article: Article) -> set[int]:
    """Everybody for whom `is_author` says yes."""
    credits = Credit.objects.filter(article=article)
    unlinked = credits.filter(author=None).values("name")
    people = User.objects.filter(
        Q(pk__in=credits.filter(author__user__isnull=False).values("author__user"))
        | Q(full_name__in=unlinked)
        | Q(pk__in=Author.objects.filter(user__isnull=False, name__in=unlinked).values("user"))
        | Q(
            pk__in=Revision.objects.filter(
                article=article,
                state=State.DRAFT,
                kind=Revision.Kind.EDIT,
                number__gt=article.base_revision,
            ).values("user")
        )
    )
    return {article.owner_id, *people.values_list("pk", flat=True)}


def passers(article: Article) -> "QuerySet[User]":
    """Everybody for whom `may_pass` says yes."""
    number = article.review_number
    if not number:
        return User.objects.none()
    barred = authors_of(article) | {article.submitted_by_id or 0}
    if article.is_fix:
        barred.add(article.fix_opened_by_id or 0)
    reviewers = Review.objects.filter(article=article, round=article.round, voided=False)
    return (
        holders(Rank(number), article.section.desk_id)
        .exclude(pk__in=barred)
        .exclude(pk__in=reviewers.values("reviewer"))
    )


def proofreaders(article: Article) -> "QuerySet[User]":
    """Everybody whose role is to proofread and who may read this piece so."""
    names = [role.name for role in ROLES.values() if role.proofreads]
    return User.objects.filter(
        is_active=True, pk__in=User.objects.filter(groups__name__in=names).values("pk")
    ).exclude(pk__in=authors_of(article))
