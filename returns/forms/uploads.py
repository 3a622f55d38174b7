from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ledger.models import Organisation

from ..formats.limits import MOST_BYTES
from ..import_kinds import Kind

ACCEPTED = ".xlsx,.ods,.csv"


class UploadForm(forms.Form):
    """A file of a kind, with what the kind asks of it."""

    file = forms.FileField(
        label="File",
        help_text=f"An Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or CSV, of up to "
        f"{MOST_BYTES // 2**20} MB. Nothing is recorded before you have seen what would change.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Choose the file to upload",
            "empty": "This file is empty; choose the one that holds the figures",
        },
        max_length=255,
    )
    reason = forms.CharField(
        max_length=500,
        required=False,
        label="Where the figures come from, or why they change",
        help_text="Optional. It stays in the history of each figure, so name no client.",
    )

    def __init__(self, *args: Any, kind: Kind, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        reason = self.fields.pop("reason")
        self.fields.update(kind.options(organisation))
        self.fields["reason"] = reason  # after what the kind asks

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            most = MOST_BYTES // 2**20
            raise forms.ValidationError(
                f"The file is larger than {most} MB. Delete pictures and unneeded sheets, or split it"
            )
        return file

    @property
    def options(self) -> dict[str, Any]:
        """What was answered to the kind's own questions."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("file", "reason")}
