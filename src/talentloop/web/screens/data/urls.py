"""Addresses of the data screen."""

from django.urls import path

from .connecting import Amend, Choose, Confirm, ConnectionPage, ConnectSource, Disconnect, FetchNow, Pause, Try
from .files import DataFile
from .tables import Columns, Tables, TableUndone
from .views import Bring, Check, DataPage, Drop, TakeBack, TakeFiles

client_pages = [
    path("data/", DataPage.as_view(), name="data"),
    path("data/export.<str:form>", DataFile.as_view(), name="data_file"),
    path("data/upload/", Bring.as_view(), name="data_upload"),
    path("data/check/", Check.as_view(), name="data_check"),
    path("data/columns/<int:pk>/", Columns.as_view(), name="data_columns"),
    path("data/tables/", Tables.as_view(), name="data_tables"),
    path("data/tables/undo/", TableUndone.as_view(), name="data_tables_undo"),
    path("data/take/", TakeFiles.as_view(), name="data_take"),
    path("data/drop/<int:pk>/", Drop.as_view(), name="data_drop"),
    path("data/undo/", TakeBack.as_view(), name="data_undo"),
    path("data/connect/", Choose.as_view(), name="data_choose"),
    path("data/connect/<slug:source>/", ConnectSource.as_view(), name="data_connect"),
    path("data/connection/<slug:connection>/", ConnectionPage.as_view(), name="data_connection"),
    path("data/connection/<slug:connection>/key/", Amend.as_view(), name="data_amend"),
    path("data/connection/<slug:connection>/try/", Try.as_view(), name="data_try"),
    path("data/connection/<slug:connection>/confirm/", Confirm.as_view(), name="data_confirm"),
    path("data/connection/<slug:connection>/fetch/", FetchNow.as_view(), name="data_fetch"),
    path("data/connection/<slug:connection>/pause/", Pause.as_view(), name="data_pause"),
    path("data/connection/<slug:connection>/remove/", Disconnect.as_view(), name="data_disconnect"),
]
