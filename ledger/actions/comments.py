from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..models import Comment, Figure

MOST_LETTERS: int = Comment._meta.get_field("text").max_length or 0


@transaction.atomic
def comment_on_figure(*, figure: Figure, text: str, by: AbstractBaseUser) -> Comment:
    text = text.strip()
    if not text:
        raise ValidationError({"text": "Write something; a comment can't be empty."})
    if len(text) > MOST_LETTERS:
        raise ValidationError(
            {"text": f"The comment has {len(text):,} characters; at most {MOST_LETTERS:,} go. Shorten it."}
        )
    comment = Comment(figure=figure, text=text, by_id=by.pk)
    comment.full_clean()
    comment.save(force_insert=True)
    return comment


@transaction.atomic
def comment_on_figures(*, comments: Sequence[tuple[int, str]], by: AbstractBaseUser) -> int:
    """Put many comments at once, each to the figure of that id, where it isn't there already; how many were new."""
    comments = [(figure, text.strip()) for figure, text in comments]
    there = set(
        Comment.objects.filter(figure__in={figure for figure, _ in comments}).values_list("figure_id", "text")
    )
    new = [(figure, text) for figure, text in dict.fromkeys(comments) if (figure, text) not in there]
    if any(not 0 < len(text) <= MOST_LETTERS for _, text in new):
        raise ValidationError(f"A comment is empty or has more than {MOST_LETTERS:,} characters.")
    Comment.objects.bulk_create(Comment(figure_id=figure, text=text, by_id=by.pk) for figure, text in new)
    return len(new)


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
