"""The ground floor. Readers' code imports submodules of this package, never the package."""

from articles.models.access import AccessEntry
from articles.models.appearance import Appearance, SideEffect
from articles.models.article import REVIEWS, Article, Credit, Figure, State
from articles.models.assignment import Assignment
from articles.models.autosave import Autosave
from articles.models.backup import Backup
from articles.models.chore import ChoreRun
from articles.models.clip import Clip
from articles.models.comment import Comment
from articles.models.guarded import GuardedDays
from articles.models.image import Image
from articles.models.incoming import IncomingFile
from articles.models.invalidation import Invalidation
from articles.models.ledger import LedgerEntry
from articles.models.loaded_piece import LoadedPiece
from articles.models.notice import Kind, Notice, NoticeChoice, Rhythm
from articles.models.old_address import OldAddress
from articles.models.outbox import Delivery, GroupRobot
from articles.models.outlet import Outlet, WithdrawalCheck
from articles.models.page import Page
from articles.models.pin import Pin, Slot
from articles.models.policy import Policy
from articles.models.presence import Presence
from articles.models.previewlink import PreviewLink, PreviewOpening
from articles.models.published import (
    PublishedArticle,
    PublishedCorrection,
    PublishedCredit,
    PublishedImage,
    PublishedRecording,
    PublishedTag,
)
from articles.models.published_special import PublishedSpecial, PublishedSpecialPiece
from articles.models.reads import MostRead, ReadHour
from articles.models.recording import Recording
from articles.models.review import Proofread, Review
from articles.models.revision import Revision
from articles.models.search import SearchEntry
from articles.models.section import FormerSlug, Section
from articles.models.site import IdentityLine, Mourning, Paragraphs, SiteIdentity
from articles.models.source import Source
from articles.models.special import Special, SpecialGroup, SpecialPiece
from articles.models.stylerule import StyleException, StyleGrade, StyleRule, StyleSeverity
from articles.models.tag import Tag

__all__ = [
    "REVIEWS",
    "AccessEntry",
    "Appearance",
    "Article",
    "Assignment",
    "Autosave",
    "Backup",
    "ChoreRun",
    "Clip",
    "Comment",
    "Credit",
    "Delivery",
    "Figure",
    "FormerSlug",
    "GroupRobot",
    "GuardedDays",
    "IdentityLine",
    "Image",
    "IncomingFile",
    "Invalidation",
    "Kind",
    "LedgerEntry",
    "LoadedPiece",
    "MostRead",
    "Mourning",
    "Notice",
    "NoticeChoice",
    "OldAddress",
    "Outlet",
    "Page",
    "Paragraphs",
    "Pin",
    "Policy",
    "Presence",
    "PreviewLink",
    "PreviewOpening",
    "Proofread",
    "PublishedArticle",
    "PublishedCorrection",
    "PublishedCredit",
    "PublishedImage",
    "PublishedRecording",
    "PublishedSpecial",
    "PublishedSpecialPiece",
    "PublishedTag",
    "ReadHour",
    "Recording",
    "Review",
    "Revision",
    "Rhythm",
    "SearchEntry",
    "Section",
    "SideEffect",
    "SiteIdentity",
    "Slot",
    "Source",
    "Special",
    "SpecialGroup",
    "SpecialPiece",
    "State",
    "StyleException",
    "StyleGrade",
    "StyleRule",
    "StyleSeverity",
    "Tag",
    "WithdrawalCheck",
]
