from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ledger.models import Closable, ClosableQuerySet, Organisation, Series, Service
from ledger.models.organisations import slug_validator

from ..price_volume import ONE_OF
from .lines import BudgetLine, Heading, heading_field
from .pointers import check_same_organisation


class ActivityLine(Closable):
    """A kind of care that is bought: how much of it, and what one of it costs.

    Both series' budget is what was budgeted, their actual what is bought now.
    """

    class Outcome(models.TextChoices):
        ENDED = "ended", "No longer bought"
        REPLACED = "replaced", "Replaced by other lines"

    class Counts(models.TextChoices):
        PEOPLE = "people", "People"
        HOURS = "hours", "Hours"
        NIGHTS = "nights", "Nights"

    class Priced(models.TextChoices):
        PERSON = "person", "For a person"
        HOUR = "hour", "For an hour"
        NIGHT = "night", "For a night"

    class Period(models.TextChoices):
        WEEK = "week", "A week"
        MONTH = "month", "A month"
        YEAR = "year", "A year"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activity_lines")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_group = heading_field(Heading.Kind.CLIENT_GROUP)
    care_type = heading_field(Heading.Kind.CARE_TYPE)
    budget_line = models.ForeignKey(
        BudgetLine,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activity",
        help_text="Whose variance this activity is to explain.",
    )
    counts = models.CharField("what is counted", max_length=10, choices=Counts, default=Counts.PEOPLE)
    priced_per = models.CharField("what the price is for", max_length=10, choices=Priced, default=Priced.PERSON)
    period = models.CharField(
        "of which time",
        max_length=10,
        choices=Period,
        default=Period.WEEK,
        help_text="What a person costs, or how many hours or nights are bought, in it.",
    )
    counted = models.BooleanField(
        "counted in the totals", default=True, help_text="Otherwise it is shown below them, and not added up."
    )
    note = models.TextField(blank=True, help_text="What a reader has to know of its numbers.")
    quantity_series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    price_series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="activity_slug_once"),
            models.UniqueConstraint(fields=["quantity_series"], name="activity_quantity_once"),
            models.UniqueConstraint(fields=["price_series"], name="activity_price_once"),
            models.CheckConstraint(
                name="activity_counts_known", condition=Q(counts__in=["people", "hours", "nights"])
            ),
            models.CheckConstraint(
                name="activity_priced_known", condition=Q(priced_per__in=["person", "hour", "night"])
            ),
            models.CheckConstraint(name="activity_period_known", condition=Q(period__in=["week", "month", "year"])),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_same_organisation(
            self, "service", "client_group", "care_type", "budget_line", "quantity_series", "price_series"
        )
        for name, kind in (("client_group", Heading.Kind.CLIENT_GROUP), ("care_type", Heading.Kind.CARE_TYPE)):
            heading = getattr(self, name)
            if heading and heading.kind != kind:
                raise ValidationError({name: f"{heading} is a {heading.get_kind_display().lower()}."})

    @property
    def series(self) -> list[int]:
        return [self.quantity_series_id, self.price_series_id]

    @property
    def price_words(self) -> str:
        """What its price is for: a person a week, an hour."""
        if self.priced_per == self.Priced.PERSON:
            return f"a person a {self.period}"
        return f"an {self.priced_per}" if self.priced_per == self.Priced.HOUR else f"a {self.priced_per}"

    @property
    def quantity_words(self) -> str:
        """What its quantity counts: people, hours a week."""
        return self.counts if self.counts == self.Counts.PEOPLE else f"{self.counts} a {self.period}"

    @property
    def is_priced_as_counted(self) -> bool:
        return ONE_OF[self.counts] == self.priced_per
