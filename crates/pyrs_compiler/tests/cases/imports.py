import a
import a.b.c
import a.b.c as m
from . import x
from ..p import y as z, w
from q import *
