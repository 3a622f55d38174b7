from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..models import Comment, Figure


@transaction.atomic
def comment_on_figure(*, figure: Figure, text: str, by: AbstractBaseUser) -> Comment:
    text = text.strip()
    most = Comment._meta.get_field("text").max_length or 0
    if not text:
        raise ValidationError({"text": "Write something; a comment can't be empty."})
    if len(text) > most:
        raise ValidationError({"text": f"The comment has {len(text):,} characters; at most {most:,} go. Shorten it."})
    comment = Comment(figure=figure, text=text, by_id=by.pk)
    comment.full_clean()
    comment.save(force_insert=True)
    return comment


@transaction.atomic
def erase_comment(*, comment: Comment, by: AbstractBaseUser) -> Comment:
    """Take the words away for good; that there was a comment, whose it was and who erased it stays."""
    if comment.erased_at is None:
        comment.text = ""
        comment.erased_at = timezone.now()
        comment.erased_by_id = by.pk
        comment.full_clean()
        comment.save()
    return comment
