from django import forms

from .models import Book


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "author", "price", "kind"]

    def clean_title(self):
        title = self.cleaned_data["title"]
        if "forbidden" in title:
            raise forms.ValidationError("not this title")
        return title


class OrderForm(forms.Form):
    customer = forms.EmailField()
    count = forms.IntegerField(min_value=1, max_value=9)
