"""Addresses of the start page and its worked examples."""

from django.urls import path

from appraisal import views

app_name = "appraisal"

urlpatterns = [
    path("", views.start, name="start"),
    path("kites/<str:token>.svg", views.kite, name="kite"),
    path("examples/<slug:name>/", views.worked_example, name="worked_example"),
    path("examples/<slug:name>/answers/", views.answers, name="answers"),
    path("examples/<slug:name>/pack.pdf", views.pack, name="pack"),
    path("examples/<slug:name>/appraisal.json", views.appraisal_file, name="appraisal_file"),
    path("examples/<slug:name>/result.json", views.result, name="result"),
]
