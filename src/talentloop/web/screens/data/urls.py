"""Addresses of the data screen."""

from django.urls import path

from .views import Bring, Check, DataPage, Drop, TakeBack, TakeFiles

client_pages = [
    path("data/", DataPage.as_view(), name="data"),
    path("data/upload/", Bring.as_view(), name="data_upload"),
    path("data/check/", Check.as_view(), name="data_check"),
    path("data/take/", TakeFiles.as_view(), name="data_take"),
    path("data/drop/<int:pk>/", Drop.as_view(), name="data_drop"),
    path("data/undo/", TakeBack.as_view(), name="data_undo"),
]
