from django.urls import path

from .views import clearances, files, lists, preview, report, sections, templates

app_name = "reports"
urlpatterns = [
    path("", lists.index, name="index"),
    path("new/", lists.new, name="new"),
    path("template/", templates.template, name="template"),
    path("template/<int:pk>.docx", templates.kept, name="template_kept"),
    path("template/shipped.docx", templates.shipped, name="template_shipped"),
    path("<int:pk>/", report.report, name="report"),
    path("<int:pk>/edit/", report.edit, name="edit"),
    path("<int:pk>/discard/", report.discard, name="discard"),
    path("<int:pk>/history/", report.history, name="history"),
    path("<int:pk>/preview/", preview.preview, name="preview"),
    path("<int:pk>/now/", preview.beside_now, name="beside_now"),
    path("<int:pk>/sections/new/", sections.choose, name="section_choose"),
    path("<int:pk>/sections/new/<slug:kind>/", sections.create, name="section_new"),
    path("<int:pk>/sections/<int:section>/edit/", sections.edit, name="section_edit"),
    path("<int:pk>/sections/<int:section>/move/", sections.move, name="section_move"),
    path("<int:pk>/sections/<int:section>/remove/", sections.remove, name="section_remove"),
    path("<int:pk>/clearances/<slug:role>/clear/", clearances.clear, name="clear"),
    path("<int:pk>/clearances/<slug:role>/withdraw/", clearances.withdraw, name="withdraw"),
    path("<int:pk>/clearances/<slug:role>/waive/", clearances.waive, name="waive"),
    path("<int:pk>/clearances/<slug:role>/require/", clearances.require, name="require"),
    path("<int:pk>/freeze/", clearances.freeze, name="freeze"),
    path("<int:pk>/files/", files.files, name="files"),
    path("<int:pk>/files/make/", files.make, name="file_make"),
    path("<int:pk>/files/<int:job>/cancel/", files.cancel, name="file_cancel"),
    path("<int:pk>/files/<slug:variant>/<slug:format>/", files.download, name="file"),
]
