"""Addresses of the site itself."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.site import views
from pshub.site.embeds import views as embeds
from pshub.site.feeds import views as feeds
from pshub.site.notices import views as notices
from pshub.site.search.views import search
from pshub.site.sitemap import sitemap
from pshub.site.topics import views as topics

app_name = "site"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("search/", search, name="search"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/<slug:slug>/", topics.topic_page, name="topic"),
    path("feed.<slug:form>", feeds.everything, name="feed"),
    path("topics/<slug:slug>/feed.<slug:form>", feeds.of_topic, name="topic-feed"),
    path("people/<slug:slug>/feed.<slug:form>", feeds.of_author, name="author-feed"),
    path("inquiries/<slug:slug>/feed.<slug:form>", feeds.of_inquiry, name="inquiry-feed"),
    path("embed/findings/<slug:digest>/<slug:figure>/", embeds.finding, name="embed-finding"),
    path("embed/events/<slug:slug>/", embeds.event, name="embed-event"),
    path("oembed", embeds.oembed, name="oembed"),
    path("privacy/", notices.privacy, name="privacy"),
    path("accessibility/", notices.accessibility, name="accessibility"),
]
