"""External entities, foreign DTDs, handlers that refuse, and the protection against expansion."""
import pyexpat


def attempt(parser, document):
    try:
        parser.Parse(document, True)
        print("parsed")
    except Exception as error:
        print(type(error).__name__, error)


def reader(parser, texts):
    def external(context, base, system, public):
        print("external", context, base, system, public)
        child = parser.ExternalEntityParserCreate(context)
        child.StartElementHandler = lambda name, attributes: print("  start", name, attributes)
        child.CharacterDataHandler = lambda text: print("  text", repr(text))
        child.EntityDeclHandler = lambda *args: print("  entity", args)
        child.ExternalEntityRefHandler = reader(child, texts)
        return child.Parse(texts[system], True)
    return external


TEXTS = {
    "content": "<?xml version='1.0' encoding='utf-8'?>in <b k='&i;'/> &i;",
    "dtd": "<!ENTITY % cond 'INCLUDE'><![%cond;[<!ENTITY one 'first'>]]><![IGNORE[<!ENTITY one <![ x ]]> ]]>"
           "<!ENTITY % val 'v'><!ENTITY two '%val;%val;'><!ATTLIST doc d CDATA 'from the dtd'>",
    None: "<!ENTITY foreign 'foreign text'>",
}
parser = pyexpat.ParserCreate()
parser.SetBase("base")
parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
parser.ExternalEntityRefHandler = reader(parser, TEXTS)
parser.CharacterDataHandler = lambda text: print("text", repr(text))
parser.StartElementHandler = lambda name, attributes: print("start", name, attributes)
attempt(parser, "<!DOCTYPE doc SYSTEM 'dtd' [<!ENTITY c SYSTEM 'content'><!ENTITY i 'inner'>]><doc>&c;&one;&two;&none;</doc>")

parser = pyexpat.ParserCreate()
parser.UseForeignDTD(True)
parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_ALWAYS)
parser.ExternalEntityRefHandler = reader(parser, TEXTS)
parser.CharacterDataHandler = lambda text: print("text", repr(text))
attempt(parser, "<doc>&foreign;</doc>")

for handler, result in [("ExternalEntityRefHandler", 0), ("NotStandaloneHandler", 0), ("ExternalEntityRefHandler", "x")]:
    parser = pyexpat.ParserCreate()
    setattr(parser, handler, lambda *args, result=result: result)
    attempt(parser, "<!DOCTYPE a SYSTEM 'd' [<!ENTITY e SYSTEM 'f'>]><a>&e;</a>")

parser = pyexpat.ParserCreate()
parser.DefaultHandler = lambda text: print("default", repr(text))
attempt(parser, "<!DOCTYPE a [<!ENTITY e 'text'>]><a>&e;</a>")

entities = "".join(f"<!ENTITY e{i + 1} '{f'&e{i};' * 10}'>" for i in range(9))
parser = pyexpat.ParserCreate()
parser.SetBillionLaughsAttackProtectionActivationThreshold(10_000)
attempt(parser, f"<!DOCTYPE a [<!ENTITY e0 'ha'>{entities}]><a>&e9;</a>")
child = parser.ExternalEntityParserCreate(None)
for use in (lambda: child.SetBillionLaughsAttackProtectionActivationThreshold(1),
            lambda: parser.SetBillionLaughsAttackProtectionMaximumAmplification(0.5),
            lambda: parser.SetBillionLaughsAttackProtectionActivationThreshold(-1)):
    try:
        use()
    except Exception as error:
        print(type(error).__name__, error)
