# gc-stress: 1009
import _tokenize
import io

for source in ["", "\n", "x", "x #c", "#c", "  #c", "if x:\n  y\n  ", "if x:\n  y", "x\r\ny\r\n", "a\x0cb\n",
               "if x:\n  y\n#d\n\nz", "x;'''a\nb''' + y\n", "$?!`<>", ")", "(]"]:
    print(repr(source))
    for token in _tokenize.TokenizerIter(io.StringIO(source, newline="").readline, extra_tokens=True):
        print("   ", token)
