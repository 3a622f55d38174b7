"""Which file is asked for, and the council's own Word template."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ..models import FileFormat, Variant

MOST_BYTES = 5 * 2**20


class FileForm(forms.Form):
    """Sent by buttons: nobody fills it in."""

    format = forms.TypedChoiceField(choices=FileFormat, coerce=FileFormat)
    variant = forms.TypedChoiceField(choices=Variant, coerce=Variant)


class TemplateForm(forms.Form):
    file = forms.FileField(
        label="Word document",
        help_text=f"A .docx of up to {MOST_BYTES // 2**20} MB. If something is wrong with it you are told what, and "
        "the template in force stays.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose the Word document to upload", "empty": "This file is empty"},
        max_length=255,
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            most = MOST_BYTES // 2**20
            raise forms.ValidationError(f"The file is larger than {most} MB. Shrink or remove its pictures")
        return file
