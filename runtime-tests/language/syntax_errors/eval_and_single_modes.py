from _report import show

show("", "x = 1", "1 +", "1; 2", "a b", "(a b)", "pass", "1\n2", "  1", "x := 1", "yield 1", "'abc", mode="eval")
show("", "x = 1\ny = 2\n", "1 +", "if 1:\n    pass\nx\n", "a b", "x; y\n", "for x in y: pass\n\n", "@a\n", mode="single")
