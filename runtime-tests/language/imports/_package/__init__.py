"""A package for import/sibling.py."""
print("loading", __name__)
from . import inner
level = "top"
