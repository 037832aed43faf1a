# What people do at the command line: migrations forth and back, SQL, dumps, checks, a shell.
import subprocess
import sys


def manage(*arguments, text=None):
    done = subprocess.run([sys.executable, "manage.py", *arguments, "--no-color"], input=text, capture_output=True, text=True)
    print("$", *arguments)
    print(done.stdout, end="")
    lines = done.stderr.splitlines()
    print(done.returncode, lines[-1] if lines else "")


manage("check")
manage("migrate")
manage("showmigrations", "shop")
manage("sqlmigrate", "shop", "0001")
manage("makemigrations", "--check", "--dry-run")
manage("populate")
manage("populate")
manage("dumpdata", "shop.author", "--indent", "1")
manage("shell", "--no-imports", "-c", "from shop.models import *; print(Book.objects.filter(author__name__startswith='A').count()); "
       "print(Book.objects.cheap().order_by('-price').values_list('title', 'price')[:3].query)")
manage("migrate", "shop", "zero")
manage("inspectdb")
manage("no-such-command")
