import hashlib
import time

from django.db import transaction
from django.db.models import Avg, Count, Max, Q
from django.db.models.functions import Coalesce, Lower, TruncYear
from django.contrib import messages
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from .forms import BookForm, OrderForm
from .models import Author, Book, Line, Order

WORD = "first"


class BookList(ListView):
    paginate_by = 10
    queryset = Book.objects.select_related("author").prefetch_related("tags")


class BookDetail(DetailView):
    model = Book
    extra_context = {"form": OrderForm()}


def add(request):
    form = BookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        book = form.save()
        messages.success(request, f"{book.title} is here")
        return redirect("books")
    return render(request, "shop/add.html", {"form": form})


@require_POST
def order(request, pk):
    form = OrderForm(request.POST)
    book = get_object_or_404(Book, pk=pk)
    if not form.is_valid():
        return JsonResponse(form.errors.get_json_data(), status=400)
    with transaction.atomic():
        made = Order.objects.create(customer=form.cleaned_data["customer"])
        Line.objects.create(order=made, book=book, count=form.cleaned_data["count"])
        try:
            with transaction.atomic():
                Line.objects.create(order=made, book_id=10**6)
                raise LookupError
        except LookupError:
            pass
    return JsonResponse({"total": made.total(), "lines": made.lines.count()})


def report(request):
    authors = Author.objects.annotate(count=Count("books"), mean=Avg("books__price"), dearest=Max("books__price")).order_by("-count", "name")
    years = Book.objects.annotate(year=TruncYear("published")).values("year").annotate(count=Count("id")).order_by("year")
    tagged = Book.objects.filter(Q(tags__word="red") | Q(tags__word="blue"), ~Q(kind="a")).distinct().values_list("title", flat=True)
    return JsonResponse({
        "authors": [[a.name, a.count, a.mean, a.dearest, a.born] for a in authors],
        "years": list(years),
        "tagged": list(tagged),
        "cheap": Book.objects.cheap().count(),
        "large": list(Book.objects.filter(extra__pages__gt=150).order_by("-extra__pages").values("title", "extra__pages")[:3]),
        "first": Book.objects.annotate(low=Lower("title"), at=Coalesce("published", None)).values("low").first(),
    }, json_dumps_params={"indent": 1})


@csrf_exempt
def upload(request):
    file = request.FILES["file"]
    digest = hashlib.sha256()
    for block in file.chunks():
        digest.update(block)
    return JsonResponse({"name": file.name, "size": file.size, "sha256": digest.hexdigest(), "kind": type(file).__name__})


@csrf_exempt
def raw(request):
    digest, size = hashlib.sha256(), 0
    while block := request.read(1 << 16):
        digest.update(block)
        size += len(block)
    return HttpResponse(f"{size} {digest.hexdigest()}\n")


def stream(request):
    return StreamingHttpResponse((f"{title}\n" for title in Book.objects.values_list("title", flat=True).iterator()), content_type="text/plain")


def failing(request):
    raise RuntimeError("on purpose")


def slow(request):
    with open("begun", "a") as file:
        file.write("x")
    time.sleep(0.5)
    return HttpResponse("slow but whole")


def word(request):
    return HttpResponse(WORD)
