from django.urls import path

from .views import definitions, grid, lists, restatements, steps, uploads, workbooks

app_name = "returns"
urlpatterns = [
    path("returns/", lists.index, name="index"),
    path("returns/<slug:form>/<day:start>/", grid.grid, name="grid"),
    path("returns/<slug:form>/<day:start>/preview/", grid.preview, name="preview"),
    path("returns/<slug:form>/<day:start>/paste/", grid.paste, name="paste"),
    path("returns/<slug:form>/<day:start>/save/", grid.save, name="save"),
    path("returns/<slug:form>/<day:start>/workbook.xlsx", workbooks.download, name="workbook"),
    path("returns/<slug:form>/<day:start>/steps/", steps.history, name="steps"),
    path("returns/<slug:form>/<day:start>/<slug:step>/", steps.step, name="step"),
    path("forms/", definitions.index, name="forms"),
    path("forms/new/", definitions.create, name="form_new"),
    path("forms/<slug:form>/", definitions.detail, name="form"),
    path("forms/<slug:form>/edit/", definitions.edit, name="form_edit"),
    path("forms/<slug:form>/open/", lists.open_one, name="open"),
    path("forms/<slug:form>/lines/new/", definitions.add, name="lines_new"),
    path("forms/<slug:form>/lines/", definitions.arrange, name="lines"),
    path("forms/<slug:form>/lines/<int:pk>/remove/", definitions.remove, name="line_remove"),
    path("forms/<slug:form>/checks/new/", definitions.add_a_check, name="check_new"),
    path("forms/<slug:form>/checks/<int:pk>/remove/", definitions.remove_a_check, name="check_remove"),
    path("forms/<slug:form>/close/", definitions.close, name="form_close"),
    path("forms/<slug:form>/reopen/", definitions.reopen, name="form_reopen"),
    path("forms/<slug:form>/history/", definitions.history, name="form_history"),
    path("restatements/", restatements.index, name="restatements"),
    path("restatements/new/<int:figure>/", restatements.propose, name="restate"),
    path("restatements/<int:pk>/approve/", restatements.approve, name="restatement_approve"),
    path("restatements/<int:pk>/refuse/", restatements.refuse, name="restatement_refuse"),
    path("uploads/", uploads.index, name="uploads"),
    path("uploads/figures.csv", uploads.export, {"form": "csv"}, name="figures_csv"),
    path("uploads/figures.xlsx", uploads.export, {"form": "xlsx"}, name="figures_xlsx"),
    path("uploads/new/<slug:code>/", uploads.create, name="upload_new"),
    path("uploads/new/<slug:code>/template/<slug:name>/", uploads.template, name="upload_template"),
    path("uploads/<int:pk>/", uploads.detail, name="upload"),
    path("uploads/<int:pk>/discard/", uploads.discard, name="upload_discard"),
]
