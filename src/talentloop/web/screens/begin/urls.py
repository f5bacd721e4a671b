"""Addresses of the beginning."""

from django.urls import path

from .views import Begin, DemoMade, Group, NewClient

pages = [
    path("begin/", Begin.as_view(), name="begin"),
    path("begin/demo/", DemoMade.as_view(), name="begin_demo"),
    path("begin/client/", NewClient.as_view(), name="begin_client"),
]
client_pages = [path("begin/group/", Group.as_view(), name="begin_group")]
