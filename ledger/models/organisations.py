from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

slug_validator = RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Use lower-case letters, digits and hyphens.")


class Kind(models.TextChoices):
    COUNTY = "county", "County council"
    UNITARY = "unitary", "Unitary authority"
    METROPOLITAN = "metropolitan", "Metropolitan district"
    LONDON_BOROUGH = "london-borough", "London borough"
    SUI_GENERIS = "sui-generis", "Sui generis authority"
    PARTNERSHIP = "partnership", "Partnership of councils"
    DEMONSTRATION = "demonstration", "Demonstration (made up)"


class Role(models.TextChoices):
    VIEWER = "viewer", "Viewer"
    CONTRIBUTOR = "contributor", "Contributor"
    FINANCE_OFFICER = "finance-officer", "Finance officer"
    FINANCE_LEAD = "finance-lead", "Finance lead"
    ADMINISTRATOR = "administrator", "Administrator"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def with_series(self) -> Self:
        """Those of which numbers are kept: the shipped list has councils that nobody uses."""
        return self.filter(series__isnull=False).distinct()


class Organisation(models.Model):
    """A council, or a partnership of councils: whose numbers they are.

    What was published for two councils together belongs to their partnership and is never split by guess.
    """

    slug = models.SlugField(max_length=80, unique=True, validators=[slug_validator])
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    gss_code = models.CharField(
        "GSS code",
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"\AE\d{8}\Z")],
    )
    former_codes = models.JSONField(default=list, blank=True)
    region = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="predecessors",
        blank=True,
        help_text="Councils merge and split.",
    )
    members = models.ManyToManyField(
        "self", symmetrical=False, through="PartnershipMember", related_name="partnerships", blank=True
    )
    live_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the organisation went live; from then on nothing can be recorded as known earlier.",
    )

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[successors])

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_valid_to_after_from",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="organisation_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="organisation_only_councils_have_gss_codes",
                condition=Q(gss_code__isnull=True) | ~Q(kind__in=[Kind.PARTNERSHIP, Kind.DEMONSTRATION]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_partnership(self) -> bool:
        return self.kind == Kind.PARTNERSHIP


class PartnershipMember(models.Model):
    """One council's part in a partnership, with its default share of what is joint."""

    partnership = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parts")
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parts_in")
    default_share = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True, help_text="Per cent of what is joint."
    )
    is_lead = models.BooleanField(default=False, help_text="The lead council's people write and approve.")

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "member"], name="partnership_member_once"),
            models.UniqueConstraint(fields=["partnership"], condition=Q(is_lead=True), name="partnership_one_lead"),
            models.CheckConstraint(
                name="partnership_share_is_a_percentage",
                condition=Q(default_share__isnull=True) | Q(default_share__gte=0, default_share__lte=100),
            ),
            models.CheckConstraint(name="partnership_not_its_own_member", condition=~Q(partnership=F("member"))),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.partnership}"


class Locality(models.Model):
    """A part of a council's area that it plans by."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="localities")
    code = models.SlugField(max_length=60, validators=[slug_validator])
    name = models.CharField(max_length=120)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "localities"
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="locality_code_once")]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service a council runs or buys: older people, learning disability, reablement."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="services")
    code = models.SlugField(max_length=60, validators=[slug_validator])
    name = models.CharField(max_length=120)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="service_code_once")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """What a person may do in an organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    services = models.ManyToManyField(
        Service, blank=True, help_text="Writes only for these services; none chosen: for all."
    )

    history = HistoricalRecords(m2m_fields=[services])

    class Meta:
        ordering = ["user__username"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} of {self.organisation}"
