from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Sum


class Author(models.Model):
    name = models.CharField(max_length=100, unique=True)
    born = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Tag(models.Model):
    word = models.SlugField(unique=True)

    def __str__(self):
        return self.word


class BookQuerySet(models.QuerySet):
    def cheap(self):
        return self.filter(price__lt=Decimal("10"))


class Book(models.Model):
    class Kind(models.TextChoices):
        PAPER = "p", "Paper"
        AUDIO = "a", "Audio"

    title = models.CharField(max_length=200)
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    tags = models.ManyToManyField(Tag, blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])
    kind = models.CharField(max_length=1, choices=Kind, default=Kind.PAPER)
    published = models.DateTimeField(null=True)
    extra = models.JSONField(default=dict, blank=True)

    objects = BookQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["title", "author"], name="title_of_author")]
        indexes = [models.Index(fields=["price"])]

    def __str__(self):
        return self.title


class Order(models.Model):
    customer = models.EmailField()
    made = models.DateTimeField(auto_now_add=True)

    def total(self):
        return self.lines.aggregate(total=Sum(F("count") * F("book__price")))["total"]


class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, models.PROTECT)
    count = models.PositiveIntegerField(default=1)
