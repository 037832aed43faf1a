# gc-stress: 1009
import io
import tokenize

for source in [
    "f'a{{b}}c'",
    "f'{x=!r:>{w}}y'",
    "f'{x:a{{}}b}'",
    r"rf'{x:\d}\n'",
    "t'a{b}'",
    r"f'\N{DIGIT ONE}x'",
    'f"""x\n{a!r:>{w}}y\n"""',
    "f'{f\"{1}\"}' 'plain'",
    "f'{a:}{lambda x: 1}'",
]:
    print(repr(source))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        print("   ", tokenize.tok_name[token.type], repr(token.string), token.start, token.end)
