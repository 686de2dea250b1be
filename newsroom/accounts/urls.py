from allauth.socialaccount.providers.google.views import oauth2_login as google_login
from allauth.socialaccount.providers.openid_connect.views import login as openid_connect_login
from csp.decorators import csp_update
from django.urls import include, path

from newsroom.accounts import views

# The button that leads to another site is a form, and a browser applies form-action to where its
# answer redirects. Only these pages may lead anywhere else.
_leads_elsewhere = csp_update({"form-action": ["https:"]})

urlpatterns = [
    path("name/", views.name, name="account_name"),
    path("email/", views.Addresses.as_view(), name="account_email"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("password/reset/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path("earlier-comments/", views.earlier, name="account_earlier_comments"),
    path("signup/", views.SignUp.as_view(), name="account_signup"),
    path("3rdparty/signup/", views.SignUpFromElsewhere.as_view(), name="socialaccount_signup"),
    path("google/login/", _leads_elsewhere(google_login), name="google_login"),
    path(
        "oidc/<str:provider_id>/login/",
        _leads_elsewhere(openid_connect_login),
        name="openid_connect_login",
    ),
    path("", include("allauth.urls")),
]
