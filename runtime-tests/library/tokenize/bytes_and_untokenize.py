# gc-stress: 1009
import io
import tokenize

source = "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1")
for token in tokenize.tokenize(io.BytesIO(source).readline):
    print(tokenize.tok_name[token.type], repr(token.string), tokenize.tok_name[token.exact_type])
text = "def f(x):\n    return (x +\n            1)  # sum\n"
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO(text).readline)) == text)
print(tokenize.detect_encoding(io.BytesIO(source).readline))
