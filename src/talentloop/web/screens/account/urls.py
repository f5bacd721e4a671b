"""Address of one's own account."""

from django.urls import path

from .views import Account

pages = [path("me", Account.as_view(), name="me")]
