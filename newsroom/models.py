from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from newsroom.accounts import display_names
from newsroom.accounts.name_records import EarlierName, HeldName
from newsroom.accounts.section_limits import SectionLimit
from newsroom.foundation.model_fields import (
    CleanCharField,
    CleanEmailField,
    CleanJSONField,
    CleanNameField,
    CleanURLField,
)

__all__ = ["EarlierName", "HeldName", "Masthead", "SectionLimit", "User", "display_name"]


# So many people are looked through for first letters; with more of them, more letters are needed.
EARLIER_NAMES_FOUND = 50


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, display_name: str, password: str | None = None, **fields: Any
    ) -> User:
        """An account; without a password nobody can sign in to it."""
        user = self.model(
            email=self.normalize_email(email) or None, display_name=display_name, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, display_name: str, password: str | None = None, **fields: Any
    ) -> User:
        return self.create_user(
            email, display_name, password, is_staff=True, is_superuser=True, **fields
        )

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def whose_name_begins(self, text: str) -> QuerySet[User]:
        """As a reader's eye takes it: without case, accents, spaces and look-alikes. Those who had
        such a name before are found too."""
        key = display_names.folded(text)
        if not key:
            return self.none()
        earlier = EarlierName.objects.beginning_with(text).order_by("key")
        before = list(earlier.values_list("person", flat=True)[:EARLIER_NAMES_FOUND])
        return self.filter(Q(display_key__startswith=key) | Q(pk__in=before))

    def had_name_with(self, text: str, person: str) -> Exists:
        """Of rows that refer to somebody as `person`: whether that one had before, and gave up or
        lost, a name that holds this text."""
        before = EarlierName.objects.filter(person=OuterRef(person), name__icontains=text)
        return Exists(before)

    def staff_names(self, besides: int | None) -> QuerySet[User, str]:
        """The names of those who work for the paper."""
        staff = self.filter(is_staff=True, is_active=True)
        staff = staff if besides is None else staff.exclude(pk=besides)
        return staff.order_by().values_list("display_name", flat=True)

    def with_the_name(self, text: str) -> QuerySet[User]:
        """As `whose_name_begins` takes it, the whole name: one account, and people who came
        with an import."""
        key = display_names.folded(text)
        return self.filter(display_key=key) if key else self.filter(display_name=text)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """A person: reader, editor, moderator or administrator, told apart by groups."""

    class NameState(models.TextChoices):
        """What there is to say of a reader's name; mostly nothing."""

        BYLINE = "byline", _("Also the name of an author or of the staff")
        TAKEN_AWAY = "taken_away", _("Taken away by a moderator")

    email = CleanEmailField(
        unique=True,
        null=True,
        blank=True,
        help_text="Empty for a reader brought in from another system without an address.",
    )
    display_name = CleanNameField(max_length=80, help_text="What others see beside a comment.")
    display_key = CleanCharField(
        max_length=240,
        editable=False,
        help_text="The name as a reader's eye takes it. One account has it; people who came with "
        "an import may share it, for there a name proves nothing.",
    )
    name_state = models.CharField(
        max_length=10,
        null=True,
        blank=True,
        editable=False,
        choices=NameState.choices,
        help_text="Derived from the authors' names and from what moderators did; kept by "
        "newsroom.accounts.bylines and newsroom.accounts.naming, rebuilt by check_names.",
    )
    is_active = models.BooleanField("active", default=True)
    is_staff = models.BooleanField(
        "staff", default=False, help_text="May open the admin; groups say what for."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    imported_from = CleanCharField(
        max_length=200, null=True, blank=True, unique=True, editable=False
    )

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        ordering = ["display_name"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["display_key"],
                condition=Q(imported_from__isnull=True),
                name="one_account_a_name",
                violation_error_message=_(
                    "Somebody already has this name, or one that looks like it."
                ),
            )
        ]
        indexes = [
            # Names are looked up whole and by how they begin: on PostgreSQL this class does both.
            models.Index(
                fields=["display_key"],
                name="people_by_name",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(
                fields=["display_key"], condition=Q(is_staff=True), name="people_of_the_staff"
            ),
            models.Index(
                fields=["name_state", "id"],
                condition=Q(name_state__isnull=False),
                name="people_by_name_state",
            ),
        ]

    @property
    def must_choose_name(self) -> bool:
        """Whether this reader bears the name of somebody who writes for the paper."""
        return self.name_state == self.NameState.BYLINE

    @property
    def lost_name(self) -> bool:
        """Whether this reader writes under a name that was given for one taken away."""
        return self.name_state == self.NameState.TAKEN_AWAY

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_display_key()
        if (fields := kwargs.get("update_fields")) is not None and "display_name" in fields:
            kwargs["update_fields"] = {*fields, "display_key"}
        super().save(*args, **kwargs)

    def set_display_key(self) -> None:
        """Derive the key from the name. For rows that are written without `save`."""
        self.display_key = display_names.folded(self.display_name) or self.display_name

    def get_full_name(self) -> str:
        return self.display_name

    get_short_name = get_full_name

    @cached_property
    def draft_key(self) -> str:
        """The name under which browsers and sessions keep this person's drafts: the same at every
        sign-in, and nothing that another person could guess."""
        return salted_hmac("newsroom.drafts", str(self.pk), algorithm="sha256").hexdigest()[:32]


def display_name(user: User) -> str:
    return user.display_name


class ImportedEmail(models.Model):
    """That a person who came with an import had an email address there: its keyed hash, so that
    the owner of the address can claim the comments (newsroom.accounts.earlier_comments). The
    address itself is not kept, is shown nowhere and signs nobody in."""

    person = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="imported_email"
    )
    digest = CleanCharField(max_length=64, db_index=True)
    claimed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Email address of {self.person}"


class Masthead(models.Model):
    """The paper's name and strip. One row, made by the first migration."""

    class Sky(models.TextChoices):
        CLEAR = "clear", "Clear"
        FAIR = "fair", "Fair"
        CLOUDY = "cloudy", "Cloudy"
        FOG = "fog", "Fog"
        DRIZZLE = "drizzle", "Drizzle"
        RAIN = "rain", "Rain"
        SNOW = "snow", "Snow"
        THUNDERSTORMS = "thunderstorms", "Thunderstorms"

    class Source(models.TextChoices):
        NONE = "none", "No weather"
        MANUAL = "manual", "Entered here by hand"
        OPEN_METEO = "open-meteo", "Open-Meteo, for the place below"

    UNNAMED = "Newsroom"

    name = CleanNameField(max_length=80, default=UNNAMED)
    tagline = CleanNameField(max_length=120, blank=True)
    weather_source = models.CharField(
        max_length=20, choices=Source.choices, default=Source.NONE, verbose_name="weather"
    )
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    temperature_low = models.SmallIntegerField(null=True, blank=True, help_text="°C")
    temperature_high = models.SmallIntegerField(null=True, blank=True, help_text="°C")
    sky = models.CharField(max_length=20, choices=Sky.choices, blank=True)
    weather_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When these values were true."
    )
    weather_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    traffic_label = CleanNameField(max_length=40, blank=True, default="Traffic")
    traffic_url = CleanURLField("traffic report", blank=True)

    class Meta:
        verbose_name = "masthead"
        verbose_name_plural = "masthead"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Masthead:
        """The paper's one masthead; an unsaved default before the first migration's row."""
        return cls.objects.order_by("pk").first() or cls()


class DemoPaper(models.Model):
    """The demo paper in this database: its accounts' password, what it brought, until when."""

    name = CleanNameField(max_length=80)
    password = CleanCharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    brought = CleanJSONField(
        null=True,
        help_text="Primary keys of the rows that were loaded, by model as in articles.article; "
        "none in a database whose demo was loaded before this was kept.",
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> DemoPaper | None:
        """The demo paper that this database holds, without the list of what it brought."""
        return cls.objects.filter(removed_at=None).defer("brought").order_by("pk").first()
