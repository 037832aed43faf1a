from django.contrib import admin

from .models import Author, Book, Line, Order, Tag


class LineInline(admin.TabularInline):
    model = Line
    extra = 1


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "author", "price", "kind"]
    list_filter = ["kind", "author"]
    search_fields = ["title", "author__name"]
    filter_horizontal = ["tags"]


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    inlines = [LineInline]
    list_display = ["customer", "total"]


admin.site.register([Author, Tag])
