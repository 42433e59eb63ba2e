"""Pieces that were out before crops existed say in their rows where the eye stays."""

from importlib import import_module

import pytest
from django.apps import apps

from articles.images import store
from articles.models import PublishedImage
from tests import cast as people
from tests.images import pictures
from tests.images.test_public import figure

pytestmark = pytest.mark.django_db


def test_rows_of_old_publications_are_filled_in_and_twice_is_once() -> None:
    cast = people.Cast()
    images = [
        store(pictures.saved(pictures.photo(size), "JPEG"), "a.jpg", None)
        for size in ((300, 200), (320, 200))
    ]
    people.make_published(
        cast, figures=[figure(images[0], focal_x=0.24, focal_y=0.96), figure(images[1])]
    )
    PublishedImage.objects.update(focal_x=5, focal_y=5)
    copy = import_module("articles.migrations.0012_copy_focal_points").copy
    for _time in range(2):
        copy(apps, None)
        rows = PublishedImage.objects.order_by("pk").values_list("focal_x", "focal_y")
        assert list(rows) == [(2, 10), (5, 5)]
