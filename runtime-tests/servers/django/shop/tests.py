from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client, SimpleTestCase, TestCase, TransactionTestCase
from django.urls import reverse

from .models import Author, Book, Line, Order


class BookTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = Author.objects.create(name="Someone")
        cls.book = Book.objects.create(title="One", author=cls.author, price=Decimal("9.50"))

    def test_list(self):
        with self.assertNumQueries(3):
            response = self.client.get(reverse("books"))
        self.assertContains(response, "One", count=1)
        self.assertTemplateUsed(response, "shop/layout.html")

    def test_constraint(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Book.objects.create(title="One", author=self.author, price=1)

    def test_validation(self):
        with self.assertRaises(ValidationError) as caught:
            Book(title="", author=self.author, price=0).full_clean()
        self.assertEqual(sorted(caught.exception.message_dict), ["price", "published", "title"])

    def test_order(self):
        response = self.client.post(reverse("order", args=[self.book.pk]), {"customer": "a@example.test", "count": "2"})
        self.assertEqual(response.json(), {"total": "19", "lines": 1})

    def test_token_is_wanted(self):
        self.assertEqual(Client(enforce_csrf_checks=True).post(reverse("add"), {}).status_code, 403)

    def test_sql(self):
        self.assertIn("INNER JOIN", str(Book.objects.filter(author__name="x").query))


class CommitTest(TransactionTestCase):
    def test_on_commit(self):
        done = []
        with transaction.atomic():
            transaction.on_commit(lambda: done.append(1))
            self.assertEqual(done, [])
        self.assertEqual(done, [1])


class PlainTest(SimpleTestCase):
    def test_html(self):
        self.assertHTMLEqual("<p class='a  b'>x</p>", '<p class="b a">x</p>')
