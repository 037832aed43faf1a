from _report import show

show(
    "print 1",
    "print 'a', 'b'",
    "print a.b",
    "exec 'x = 1'",
    "print f(x)",
    "print",
    "print >>x, 1",
    "print (a) b",
    "print -1",
    "    print 1",
    "if 1:\n    print 'x'\n",
    "lambda: print 1",
    "print 1 if 2 else 3",
    "printf 1",
    "print a b",
    "print(a) if b else print c",
)
