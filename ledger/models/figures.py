"""Entries and figures: append-only. Triggers in the database refuse every UPDATE and DELETE of both."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import connections, models
from django.db.models import F, OuterRef, Q, Subquery

from ..digests import EntryWords
from ..months import Span
from .organisations import Organisation
from .series import Series


class Channel(models.TextChoices):
    FORM = "form", "Typed in"
    PASTE = "paste", "Pasted"
    WORKBOOK = "workbook", "Workbook"
    API = "api", "API"
    PAPER = "paper", "Published paper"
    HISTORY = "history", "History import"
    MIGRATION = "migration", "Migration"
    DEMO = "demo", "Demonstration"


# Only these may say that something was known before it was recorded, and only until the organisation is live.
BACKDATED_CHANNELS = (Channel.PAPER, Channel.HISTORY, Channel.MIGRATION, Channel.DEMO)


class Basis(models.TextChoices):
    ACTUAL = "actual", "Actual"
    PLAN = "plan", "Plan"
    BASELINE = "baseline", "Baseline (without the programme)"
    TARGET = "target", "Target"
    BUDGET = "budget", "Budget"
    FORECAST = "forecast", "Forecast"


class Qualifier(models.TextChoices):
    NONE = "", "Exactly"
    ABOUT = "about", "About"
    OVER = "over", "Over"
    UNDER = "under", "Under"


class Entry(models.Model):
    """One act of recording. Its figures land together or not at all."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(help_text="Counts the organisation's entries from 1, without gaps.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    reason = models.CharField(max_length=500, blank=True)
    paper = models.CharField(max_length=120, blank=True)
    paragraph = models.CharField(max_length=60, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    provisional = models.BooleanField(default=False, help_text="Stands as provisional until approved.")
    figure_count = models.PositiveIntegerField()
    first_start = models.DateField(help_text="The earliest start among its figures.")
    last_start = models.DateField(help_text="The latest start among its figures.")
    recorded_at = models.DateTimeField(help_text="The database's clock, under the organisation's lock.")
    known_from = models.DateTimeField(help_text="The axis of as at.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over this entry, its figures and the digest before.")

    class Meta:
        ordering = ["organisation", "-number"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="entry_number_once"),
            models.CheckConstraint(
                name="entry_backdated_only_by_its_channels",
                condition=Q(known_from=F("recorded_at"))
                | Q(known_from__lt=F("recorded_at"), channel__in=BACKDATED_CHANNELS),
            ),
            models.CheckConstraint(name="entry_channel_known", condition=Q(channel__in=Channel.values)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} entry {self.number}"

    @property
    def author(self) -> str:
        """Who recorded it, as a reader may be told."""
        if self.by is None:
            return "ascare"
        return self.by.get_full_name() or self.by.get_username()

    @property
    def source(self) -> str:
        """Where it comes from: a paper's paragraph, or the way it was entered."""
        if not self.paper:
            return self.get_channel_display()
        paragraph = f", paragraph {self.paragraph}" if self.paragraph else ""
        return f"Published paper {self.paper}{paragraph}"

    @property
    def words(self) -> EntryWords:
        """What its digest covers."""
        return EntryWords(*(getattr(self, name) for name in EntryWords._fields))


class Approval(models.Model):
    """The second person's word that a provisional entry stands."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approvals")
    approved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"approval of {self.entry}"


# What makes two figures the same cell: the later of them is a correction of the earlier.
KEY = ("organisation_id", "series_id", "basis", "start", "end", "edition")


class FigureQuerySet(models.QuerySet["Figure"]):
    def known_at(self, moment: datetime | None) -> Self:
        """Everything recorded of what was known at `moment` (None: now), superseded figures included."""
        return self if moment is None else self.filter(known_from__lte=moment)

    def without(self, entries: Collection[int]) -> Self:
        """Those of other entries than these."""
        return self.exclude(entry_id__in=entries) if entries else self

    def as_at(self, moment: datetime | None, without: Collection[int] = ()) -> Self:
        """Of each key the figure with the greatest known_from up to `moment`, in key order.

        As if the entries `without` had never been made. Withdrawn figures (value None) are among them: they are
        what is known of their cell. Only filters on key fields may follow, for only those commute with the choice.
        """
        newest = (F("known_from").desc(), F("id").desc())
        known = self.known_at(moment).without(without)
        if connections[self.db].features.can_distinct_on_fields:
            return known.order_by(*KEY, *newest).distinct(*KEY)
        # By the index, row by row: ranking by a window reads all of them before the first page can be given.
        same_cell = self.model._default_manager.filter(**{name: OuterRef(name) for name in KEY})
        choice = same_cell.known_at(moment).without(without).order_by(*newest).values("pk")[:1]
        return known.filter(pk=Subquery(choice)).order_by(*KEY)


class Figure(models.Model):
    """One value of a series for a span, on a basis, in an edition, as recorded by one entry. Immutable.

    `edition` tells apart what is not a correction: a forecast's is the first of the month it was made in, a
    plan's, target's, baseline's or budget's the day from which it holds, an actual's its own start.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="figures", db_index=False)
    basis = models.CharField(max_length=8, choices=Basis)
    start = models.DateField()
    end = models.DateField()
    edition = models.DateField()
    revision = models.PositiveIntegerField(help_text="1 for the first of its key; one more than what it follows.")
    # SQLite keeps decimals as floats, which carry 15 digits and no more.
    value = models.DecimalField(max_digits=15, decimal_places=4, null=True, help_text="None: withdrawn.")
    qualifier = models.CharField(max_length=5, choices=Qualifier, default="", blank=True)
    inferred = models.BooleanField(default=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="figures")
    known_from = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = FigureQuerySet.as_manager()

    class Meta:
        # The covering index that serves `as_at` is made by hand in the first migration: Django would drop its
        # included columns on SQLite.
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "series", "basis", "start", "end", "edition", "revision"],
                name="figure_revision_once",
            ),
            models.CheckConstraint(name="figure_span_in_order", condition=Q(end__gte=F("start"))),
            models.CheckConstraint(name="figure_basis_known", condition=Q(basis__in=Basis.values)),
            models.CheckConstraint(name="figure_qualifier_known", condition=Q(qualifier__in=Qualifier.values)),
            models.CheckConstraint(name="figure_revision_positive", condition=Q(revision__gte=1)),
            models.CheckConstraint(
                name="figure_actual_is_its_own_edition",
                condition=~Q(basis=Basis.ACTUAL) | Q(edition=F("start")),
            ),
            models.CheckConstraint(
                name="figure_known_by_when_recorded", condition=Q(known_from__lte=F("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.basis} {self.span.label}: {self.value}"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Comment(models.Model):
    """A remark on a figure. It can be erased, for someone will type a client's name one day; figures can't."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="comment_erased_means_gone",
                condition=Q(erased_at__isnull=True, erased_by__isnull=True)
                | Q(erased_at__isnull=False, erased_by__isnull=False, text=""),
            )
        ]

    def __str__(self) -> str:
        return f"comment on figure {self.figure_id}"
