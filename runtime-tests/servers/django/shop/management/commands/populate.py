from datetime import date, datetime, timezone
from decimal import Decimal

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from shop.models import Author, Book, Tag


class Command(BaseCommand):
    help = "Fills the shop with the same things each time."

    def handle(self, **options):
        authors = [Author.objects.create(name=name, born=date(1900 + 7 * i, 1 + i, 10 + i)) for i, name in enumerate(["Ada", "Bertolt", "Çelik", "Dürer"])]
        tags = [Tag.objects.create(word=word) for word in ("red", "green", "blue")]
        Book.objects.bulk_create([
            Book(title=f"Book number {i:02}", author=authors[i % 4], price=Decimal(i * 137 % 40 + 1) + Decimal("0.49"), kind="pa"[i % 5 == 0],
                 published=datetime(2000 + i % 6, 1 + i % 12, 3, 22 + i % 2, 30, tzinfo=timezone.utc), extra={"pages": 100 + i, "of": [i, None]})
            for i in range(60)
        ])
        for i, book in enumerate(Book.objects.order_by("title")):
            book.tags.set(tags[: i % 4])
        User.objects.create_superuser("root", "root@example.test", "a good secret")
        self.stdout.write(f"{Book.objects.count()} books")
