from django import forms


class SignupForm(forms.Form):
    display_name = forms.CharField(max_length=40)

    def signup(self, request, user):
        user.display_name = self.cleaned_data["display_name"]
