"""Addresses of conversations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.practice.conversations.views import proposing, reading, results, voting, yours

app_name = "conversations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:slug>/", reading.detail, name="detail"),
    path("<slug:slug>/vote/", voting.vote, name="vote"),
    path("<slug:slug>/statements/new/", proposing.propose, name="propose"),
    path("<slug:slug>/statements/<int:number>/", reading.statement, name="statement"),
    path("<slug:slug>/yours/", yours.yours, name="yours"),
    path("<slug:slug>/yours/data.json", yours.data, name="data"),
    path("<slug:slug>/yours/erase/", yours.erase, name="erase"),
    path("<slug:slug>/results/", results.results, name="results"),
    path("<slug:slug>/results/<slug:name>.svg", results.figure, name="figure"),
    path("<slug:slug>/results/tables/<slug:name>/", results.table, name="table"),
    path("<slug:slug>/moderation/", reading.moderation, name="moderation"),
]
