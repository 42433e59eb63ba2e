"""What the article list can be narrowed by, beside its tabs. Drawn by the list's own template."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.admin import ListFilter, ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from articles.admin.article_tabs import TABS, first_tab
from articles.desk import headlines
from articles.models import Article, State


class Parameter(ListFilter):
    """One parameter of the list's address; a value that makes no sense narrows nothing."""

    title = ""
    name = ""

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[Article],
        model_admin: "ModelAdmin[Article]",
    ) -> None:
        super().__init__(request, params, model, model_admin)
        given = params.pop(self.name, "")
        self.value: str = (given[-1] if isinstance(given, list) else given).strip()
        if self.value:
            self.used_parameters[self.name] = self.value

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.name]

    def choices(self, changelist: Any) -> Iterator[Any]:
        return iter(())


class TabParameter(Parameter):
    name = "tab"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return TABS[tab_of(request)].choose(queryset, request.user)  # type: ignore[arg-type]  # the admin has made sure that somebody is signed in


def tab_of(request: HttpRequest) -> str:
    """The tab asked for. A search or a filter without one looks everywhere."""
    asked = request.GET.get("tab", "")
    if asked in TABS:
        return asked
    searches = any(request.GET.get(name) for name in ("q", *(each.name for each in NARROWING)))
    return "all" if searches else first_tab(request.user)  # type: ignore[arg-type]  # the admin has made sure that somebody is signed in


class SectionParameter(Parameter):
    name = "section"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        is_id = self.value.isdecimal() and len(self.value) < 10
        return queryset.filter(section=int(self.value)) if is_id else queryset


class StateParameter(Parameter):
    name = "state"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(state=self.value) if self.value in State.values else queryset


class AuthorParameter(Parameter):
    """Part of a printed name, or of the name of whoever keeps the piece."""

    name = "author"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not self.value:
            return queryset
        return queryset.filter(headlines.by(self.value))


class SinceParameter(Parameter):
    """Changed on this day or later; days are the newsroom's."""

    name = "since"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        day = _day(self.value)
        return queryset.filter(updated_at__gte=_midnight(day)) if day else queryset


class UntilParameter(Parameter):
    name = "until"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        day = _day(self.value)
        if day is None or day == date.max:
            return queryset
        return queryset.filter(updated_at__lt=_midnight(day + timedelta(days=1)))


def _day(value: str) -> date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


NARROWING = (SectionParameter, StateParameter, AuthorParameter, SinceParameter, UntilParameter)
FILTERS = (TabParameter, *NARROWING)
