# assert evaluates its message only on failure.
def say(x): print("said", x); return x
assert say(1), say("not evaluated")
for f in ("assert 0", "assert [], 'text'", "assert False, (1, 2)", "assert None, say('msg')", "assert 0, ValueError('v')", "assert not 1 == 1, f'{1 + 1}'"):
    try: exec(f)
    except AssertionError as e: print(repr(e), e.args)
AssertionErr = AssertionError
AssertionError = ValueError
try: assert 0, "shadowed name is not used"
except AssertionErr as e: print(type(e).__name__, e)
print(__debug__)
