"""Run as a program: puts a few published pieces into the database of the environment, and prints
their addresses and the sessions of people who are signed in, as JSON."""

import json
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()

    from django.contrib.auth import SESSION_KEY
    from django.core.files.storage import default_storage
    from django.test import Client

    from articles.images import store
    from articles.models import PublishedArticle, SiteIdentity
    from tests.cast import Cast, make_draft, make_published
    from tests.images.pictures import jpeg_of

    cast = Cast()
    SiteIdentity.objects.create(pk=1, site_name="溯江网")
    image = store(jpeg_of((640, 480)), "渡口.jpg", cast.reporter)
    figure = {
        "image": image.content_hash, "is_cover": True, "alt": "渡口", "caption": "渡口的清晨。",
        "credit": "", "rights_holder": "", "licence": "", "focal_x": 0.5, "focal_y": 0.5,
    }  # fmt: skip
    first = make_published(cast, "渡口的末班船", figures=[figure])
    second = make_published(cast, "食堂窗口加了一碗热汤")
    draft = make_draft(cast.reporter, cast.section, "夜班公交通到厂门口")
    sessions = {}
    for name in ("reporter", "editor", "second_editor"):
        client = Client()
        client.force_login(getattr(cast, name))
        assert SESSION_KEY in client.session
        sessions[name] = client.cookies["sessionid"].value
    found = {
        "first": PublishedArticle.objects.get(pk=first.pk).get_absolute_url(),
        "second": PublishedArticle.objects.get(pk=second.pk).get_absolute_url(),
        "number": first.pk,
        "draft": draft.pk,
        "section": cast.section.pk,
        "picture": image.content_hash,
        "stored": default_storage.path(image.storage_name),
        "sessions": sessions,
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
