"""Addresses of posts and mentions. News pages themselves are Wagtail's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.publishing.news import views

app_name = "news"
urlpatterns: list[URLPattern | URLResolver] = [
    path("posts/", views.posts, name="posts"),
    path("posts/<int:key>/", views.post, name="post"),
    path("mentions/", views.mentions, name="mentions"),
    path("news/<slug:slug>/", views.news_item, name="item"),
]
