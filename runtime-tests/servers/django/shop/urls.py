from django.urls import path

from . import views

urlpatterns = [
    path("", views.BookList.as_view(), name="books"),
    path("book/<int:pk>/", views.BookDetail.as_view(), name="book"),
    path("book/add/", views.add, name="add"),
    path("book/<int:pk>/order/", views.order, name="order"),
    path("report.json", views.report),
    path("upload/", views.upload),
    path("raw/", views.raw),
    path("stream/", views.stream),
    path("raise/", views.failing),
    path("slow/", views.slow),
    path("word/", views.word),
]
