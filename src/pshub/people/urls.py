"""Addresses of accounts and people."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from pshub.people import views

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", views.account, name="account"),
    path("account/data/", views.my_data, name="my-data"),
    path("account/data/download/", views.download_my_data, name="download-my-data"),
    path("account/data/erase/", views.erase_my_account, name="erase-my-account"),
    path("demo/sign-in/", views.demo_sign_in, name="demo-sign-in"),
    # Wagtail's own ways to sign in know neither our rate limits nor the second step, so they lead to ours.
    re_path(
        r"^(?:studio/login|studio/password_reset.*|_util/login)/$",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="to-sign-in",
    ),
]
