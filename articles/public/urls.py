"""The readers' addresses. The section comes last, so that it shadows nothing."""

from django.urls import path, re_path

from articles.public import (
    corrections,
    feeds,
    identity,
    images,
    lists,
    pages,
    reading,
    reads,
    recordings,
    searching,
    share,
    sitemaps,
    specials,
)

DAY = r"(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})"

urlpatterns = [
    path("", reading.home, name="home"),
    re_path(rf"^{DAY}/(?P<article_id>[1-9][0-9]{{0,17}})/$", reading.article, name="article"),
    re_path(rf"^{DAY}/(?P<article_id>[1-9][0-9]{{0,17}})/qr\.svg$", share.qr, name="article-qr"),
    re_path(r"^reads/(?P<article_id>[1-9][0-9]{0,17})$", reads.read, name="read"),
    path("archive/", lists.archive, name="archive"),
    re_path(rf"^archive/{DAY}/$", lists.day, name="day"),
    re_path(r"^authors/(?P<pk>[1-9][0-9]{0,17})/$", lists.author, name="author"),
    re_path(r"^authors/(?P<pk>[1-9][0-9]{0,17})/portrait$", identity.portrait, name="portrait"),
    re_path(r"^tags/(?P<slug>[-\w]{1,60})/$", lists.tag, name="tag"),
    path("topics/", specials.topics, name="topics"),
    path("topics/<slug:slug>/", specials.topic, name="topic"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("pages/<slug:slug>/", pages.about, name="page"),
    path("search/", searching.search, name="search"),
    path("feeds/latest.rss", feeds.latest, {"kind": "rss"}, name="feed-rss"),
    path("feeds/latest.atom", feeds.latest, {"kind": "atom"}, name="feed-atom"),
    path("feeds/<slug:slug>.rss", feeds.section, {"kind": "rss"}, name="feed-section"),
    path("feeds/<slug:slug>.atom", feeds.section, {"kind": "atom"}, name="feed-section-atom"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(
        r"^sitemaps/(?P<name>pages|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)\.xml$",
        sitemaps.part,
        name="sitemap-part",
    ),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("identity/logo", identity.logo, name="logo"),
    path("identity/qr", identity.follow_image, name="follow-image"),
    *images.urlpatterns,
    *recordings.urlpatterns,
    path("<slug:slug>/", lists.section, name="section"),
]
