"""Addresses of one's own account."""

from django.urls import path

from .sessions import SessionEnded, Sessions
from .views import Account

pages = [
    path("me", Account.as_view(), name="me"),
    path("me/sessions/", Sessions.as_view(), name="sessions"),
    path("me/sessions/<int:number>/end/", SessionEnded.as_view(), name="session_end"),
]
