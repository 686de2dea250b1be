from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.shown import ShownAdmin
from articles.models import Section
from newsroom.accounts import bylines, display_names, naming, second_factor
from newsroom.accounts.author_admin import tell_of_readers
from newsroom.accounts.name_lock import lock_names
from newsroom.accounts.password_links import days_valid, password_path, send_password_letter
from newsroom.accounts.staff_sections import limit_to_sections
from newsroom.foundation.site_url import absolute_url
from newsroom.models import User


class PersonForm(forms.ModelForm):
    sections = forms.ModelMultipleChoiceField(
        Section.objects.all(),
        required=False,
        label=gettext_lazy("Only these sections"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "A moderator with sections sees and decides only on their comments, and suspends "
            "commenting only there. Tick none for the whole site."
        ),
    )

    class Meta:
        model = User
        fields = (
            "display_name", "email", "is_active", "is_staff", "groups", "is_superuser",
            "user_permissions",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "sections" in self.fields:
            limits = self.instance.section_limits.values_list("section_id", flat=True)
            self.initial["sections"] = list(limits)

    def clean_email(self) -> str | None:
        return User.objects.normalize_email(self.cleaned_data["email"]) or None

    def clean_display_name(self) -> str:
        return display_names.tidy(self.cleaned_data["display_name"])

    def clean(self) -> dict[str, Any]:
        """A name that came from another system stays as it is until somebody changes it."""
        said = super().clean() or {}
        name = said.get("display_name")
        if name and name != self.initial.get("display_name"):
            person = self.instance if self.instance.pk else None
            if connection.in_atomic_block:  # the page's own: what is checked here is saved in it
                lock_names()
            try:
                display_names.check_form(name)
                staff = said.get("is_staff", self.instance.is_staff)
                naming.check_free(name, person, staff=staff)
            except forms.ValidationError as refusal:
                self.add_error("display_name", refusal)
        return said


@admin.action(
    description=gettext_lazy("Send an invitation, or a link to set a new password"),
    permissions=["change"],
)
def send_password_link(
    model_admin: UserAdmin, request: HttpRequest, people: QuerySet[User]
) -> None:
    reachable = [person for person in people if person.email and person.is_active]
    show_letters(request, reachable)
    if left := people.count() - len(reachable):
        message = ngettext(
            "%(number)d person cannot sign in or has no address.",
            "%(number)d people cannot sign in or have no address.",
            left,
        )
        messages.warning(request, message % {"number": left})


def show_letters(request: HttpRequest, people: Iterable[User]) -> None:
    """Send each of these people the link to set a password, and say what became of it. Where no
    mail leaves, an administrator sees the link, once, to hand it over: nobody else, for anybody who
    has the link has the account."""
    sent: list[User] = []
    unsent: list[User] = []
    for person in people:
        # A mail server that does not answer is waited for once.
        is_sent = not unsent and send_password_letter(person, by=request.user)
        (sent if is_sent else unsent).append(person)
    if sent:
        message = ngettext("Sent %(number)d mail.", "Sent %(number)d mails.", len(sent))
        messages.success(request, message % {"number": len(sent)})
    if not unsent:
        return
    if settings.SENDS_MAIL:
        messages.error(request, _("The mail server did not take the mail."))
    else:
        messages.warning(request, _("No mail was sent: this site has no mail server (EMAIL_URL)."))
    if not request.user.is_superuser:
        messages.warning(request, _("An administrator can see the links to hand over."))
        return
    for person in unsent:
        messages.warning(request, _link_to_hand_over(person))


def _link_to_hand_over(person: User) -> str:
    return format_html(
        _("Give {} this link yourself, and nobody else. It works once, within {} days: {}"),
        person.display_name,
        days_valid(),
        absolute_url(password_path(person)),
    )


def _inserted(person: User) -> User:
    person.save(force_insert=True)
    return person


class UserAdmin(ShownAdmin):
    """People: readers, editors, moderators and administrators. Nobody's password is set here:
    people set their own, through a link."""

    form = PersonForm
    list_display = ("display_name", "email", "is_staff", "in_groups", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active", "groups", ("imported_from", admin.EmptyFieldListFilter))
    search_fields = ("display_name", "email", "earlier_names__name")
    ordering = ("-date_joined",)
    list_per_page = 50
    show_full_result_count = False
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = (
        "password_state",
        "second_factor",
        "date_joined",
        "last_login",
        "imported_from",
    )
    actions = (send_password_link,)
    fieldsets = (
        (None, {"fields": ("display_name", "email", "password_state", "second_factor")}),
        ("What this person may do", {"fields": ("is_active", "is_staff", "groups", "sections")}),
        (
            "Beyond groups",
            {"classes": ("collapse",), "fields": ("is_superuser", "user_permissions")},
        ),
        ("Record", {"fields": ("date_joined", "last_login", "imported_from")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """Names are found as a reader's eye takes them, as they are kept apart."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        key = display_names.folded(search_term)
        return (found | queryset.filter(display_key__contains=key) if key else found), may_repeat

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An address that the staff gives counts as confirmed, and takes the place of all that
        the person signed in with before."""
        at = timezone.now()
        if change:
            own = {field.name for field in User._meta.local_fields} - {"display_name"}
            if fields := own & set(form.changed_data):
                obj.save(update_fields=fields)
            if "display_name" in form.changed_data:
                naming.rename(obj, obj.display_name, by=cast(User, request.user), at=at)
        else:
            obj.set_unusable_password()
            naming.name_new_account(
                obj, obj.display_name, at=at, screens=False, save=lambda: _inserted(obj)
            )
        if {"display_name", "is_staff"} & set(form.changed_data):
            # A person who joins the staff has a name that no reader may have, and may have any.
            tell_of_readers(
                request, bylines.mark_readers([str(obj)], by=cast(User, request.user), at=at)
            )
        if "is_staff" in form.changed_data and obj.is_staff and obj.is_active and obj.email:
            request.invited = obj  # type: ignore[attr-defined]
        if "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()
            if obj.email:
                EmailAddress.objects.create(user=obj, email=obj.email, verified=True, primary=True)
        if "sections" in form.changed_data:
            limit_to_sections(
                obj, form.cleaned_data["sections"], by=cast(User, request.user), at=at
            )

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A person who becomes staff by this form is invited once it is saved and committed: a mail
        server is no part of the transaction."""
        response = super().changeform_view(request, *args, **kwargs)
        if invited := getattr(request, "invited", None):
            show_letters(request, [invited])
        return response

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Only an administrator limits the staff to sections."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if not request.user.is_superuser:
            del form.base_fields["sections"]
        return form

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (
                name,
                {**options, "fields": [each for each in options["fields"] if each != "sections"]},
            )
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only an administrator makes staff and administrators."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return (*fields, "is_superuser", "is_staff", "groups", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever could change a superuser's address could become one."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    @admin.display(description="groups")
    def in_groups(self, person: User) -> str:
        return ", ".join(group.name for group in person.groups.all())

    @admin.display(description="password")
    def password_state(self, person: User) -> str:
        if person.has_usable_password():
            return _("set")
        return _("none yet: the list of people has an action that gives a link to set one")

    @admin.display(description="second factor", boolean=True)
    def second_factor(self, person: User) -> bool:
        return second_factor.has_factor(person)
