"""What is wrong with a document, and where."""
import pyexpat

DOCUMENTS = [
    b"", b"<", b"<a>", b"<a></b>", b"<a x='1' x='2'/>", b"<a/>x", b"<a>&b;</a>", b"<a>&#0;</a>", b"<a>\x01</a>",
    b"<a>]]></a>", b"<a b=c/>", b"<a b='<'/>", b"<a><![CDATA[x", b"<!-- a -- b --><a/>", b" <?xml version='1.0'?><a/>",
    b"<?xml version='1.0' standalone='maybe'?><a/>", b"<?xml encoding='x'?><a/>", b"<?XML?><a/>", b"<a>\xff</a>",
    b"<a>\xc3", b"<p:a/>", b"<a xmlns:p=''/>", b"<a xmlns:xml='x'/>", b"<a xmlns:xmlns='x'/>",
    b"<a xmlns:q='http://www.w3.org/XML/1998/namespace'/>", b"<a xmlns:p='u' xmlns:q='u' p:x='' q:x=''/>",
    b"<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]><a>&x;</a>", b"<!DOCTYPE a [<!ENTITY x '<b>'>]><a>&x;</b></a>",
    b"<!DOCTYPE a [<!ENTITY x SYSTEM 's'>]><a b='&x;'/>", b"<!DOCTYPE a [<!ENTITY x SYSTEM 's' NDATA n>]><a>&x;</a>",
    b"<!DOCTYPE a [<!ENTITY % p '<!ENTITY x '>%p; 'y'>]><a/>", b"<!DOCTYPE a [<!ENTITY x '%p;'>]><a/>",
    b"<!DOCTYPE a PUBLIC '{' 's'><a/>", b"<!DOCTYPE a [<!ELEMENT a (b,c|d)>]><a/>", b"<!DOCTYPE a [<!FOO>]><a/>",
    b"<!DOCTYPE a [<!ATTLIST a b CDATA '&u;'>]><a/>", b"<?xml version='1.0' encoding='utf-16'?><a/>",
    "<?xml version='1.0' encoding='utf-8'?><a/>".encode("utf-16"), b"\0\r\n", b"<a>\r\n\r\n  <b>\n</a>",
]
for document in DOCUMENTS:
    parser = pyexpat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    try:
        print(document, parser.Parse(document, True))
    except pyexpat.ExpatError as error:
        print(document, error, error.code, error.lineno, error.offset, parser.ErrorByteIndex, parser.ErrorCode)
    try:
        parser.Parse(b"<a/>", True)
    except pyexpat.ExpatError as error:
        print(error.code)
for code in (0, 1, 2, 23, 44, 45, -1, 1000):
    print(code, pyexpat.ErrorString(code))
print(pyexpat.errors.codes[pyexpat.errors.XML_ERROR_TAG_MISMATCH], pyexpat.errors.messages[7])


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


parser = pyexpat.ParserCreate()
attempt(lambda: pyexpat.ParserCreate(1))
attempt(lambda: pyexpat.ParserCreate(namespace_separator="ab"))
attempt(lambda: pyexpat.ParserCreate(intern=5))
attempt(lambda: setattr(parser, "buffer_size", 0))
attempt(lambda: setattr(parser, "buffer_size", "a"))
attempt(lambda: delattr(parser, "StartElementHandler"))
attempt(lambda: setattr(parser, "nothing", 1))
attempt(lambda: parser.Parse("\ud800"))
attempt(lambda: parser.Parse(5))
attempt(lambda: parser.ParseFile(5))
attempt(lambda: type(parser)())
