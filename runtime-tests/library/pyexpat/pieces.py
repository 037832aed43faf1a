"""Documents in pieces, text buffers, encodings, handlers that raise or use the parser."""
import io
import pyexpat


def collect(data, step, encoding=None, **settings):
    parser = pyexpat.ParserCreate(encoding)
    seen = []
    parser.StartElementHandler = lambda name, attributes: seen.append((name, attributes))
    parser.CharacterDataHandler = seen.append
    for name, value in settings.items():
        setattr(parser, name, value)
    for start in range(0, len(data), step):
        parser.Parse(data[start:start + step])
    parser.Parse(b"", True)
    return seen


DOCUMENT = "<doc a='é'>one\r\ntwo &amp; <b/>]]] € 𝄞</doc>"
for step in (1, 3, 1000):
    for encoding in ("utf-8", "utf-16", "utf-16-be"):
        print(step, encoding, collect(DOCUMENT.encode(encoding), step, buffer_text=True))
print(collect("<?xml version='1.0' encoding='koi8-r'?><дом>свет</дом>".encode("koi8-r"), 5))
print(collect("<дом>свет</дом>".encode("cp1251"), 5, "cp1251"))
print(collect(b"<a>" + b"x" * 2500 + b"</a>", 10_000)[1:] == ["x" * 2500])
print([len(text) for text in collect(b"<?xml version='1.0' encoding='iso-8859-1'?><a>" + b"x" * 2500 + b"</a>", 10_000)[1:]])
print([len(text) for text in collect(b"<a>" + b"xy\n" * 50 + b"</a>", 10_000, buffer_text=True, buffer_size=40)[1:]])

parser = pyexpat.ParserCreate()
seen = []
parser.StartElementHandler = lambda name, attributes: seen.append(name)
for piece in (b"<doc", b">", b"<b"):
    parser.Parse(piece)
    print(seen, parser.GetReparseDeferralEnabled())
parser.SetReparseDeferralEnabled(False)
parser.Parse(b"")
parser.Parse(b" />")
print(seen)

parser = pyexpat.ParserCreate()


def start(name, attributes):
    print(name, parser.GetInputContext(), parser.CurrentByteIndex)
    parser.EndElementHandler = print
    if name == "c":
        raise KeyError(name)


parser.StartElementHandler = start
try:
    parser.ParseFile(io.BytesIO(b"<a><b/><c/><d/></a>"))
except KeyError as error:
    print(repr(error), parser.StartElementHandler, parser.GetInputContext())

parser = pyexpat.ParserCreate()
parser.CharacterDataHandler = lambda text: parser.Parse(b"x")
try:
    parser.Parse(b"<a>x</a>")
except RuntimeError as error:
    print(error)

for name in ("hex_codec", "undefined", "xyz", "cp037"):
    try:
        pyexpat.ParserCreate().Parse(f"<?xml version='1.0' encoding='{name}'?><a/>".encode(), True)
    except Exception as error:
        print(type(error).__name__, error)
names = {}
parser = pyexpat.ParserCreate(intern=names)
parser.StartElementHandler = lambda name, attributes: print(names[name] is name, attributes)
parser.Parse(b"<a b='c'><a/></a>", True)
print(names, parser.intern is names)
