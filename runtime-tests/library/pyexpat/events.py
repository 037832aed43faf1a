"""Every handler, with its arguments and the position of its event."""
import pyexpat

NAMES = [
    "StartElementHandler", "EndElementHandler", "ProcessingInstructionHandler", "CharacterDataHandler",
    "UnparsedEntityDeclHandler", "NotationDeclHandler", "StartNamespaceDeclHandler", "EndNamespaceDeclHandler",
    "CommentHandler", "StartCdataSectionHandler", "EndCdataSectionHandler", "NotStandaloneHandler",
    "ExternalEntityRefHandler", "StartDoctypeDeclHandler", "EndDoctypeDeclHandler", "EntityDeclHandler",
    "XmlDeclHandler", "ElementDeclHandler", "AttlistDeclHandler", "SkippedEntityHandler",
]
DOCUMENT = """<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>
<!DOCTYPE doc PUBLIC "-//X  Y" "a.dtd" [
<!ELEMENT doc (a|b*|(c,d+)?)*>
<!ELEMENT a (#PCDATA|b)*>
<!ELEMENT b EMPTY>
<!ATTLIST doc x CDATA "def &e; &#65;" y NMTOKENS #IMPLIED z (p|q) 'p' id ID #REQUIRED n NOTATION (n1|n2) #FIXED "n1">
<!NOTATION n1 PUBLIC "-//X  Y">
<!NOTATION n2 SYSTEM 'n2'>
<!ENTITY e "ent&#38;lt; &f;">
<!ENTITY f 'ff'>
<!ENTITY ext SYSTEM "ext.xml">
<!ENTITY un PUBLIC "p" "s" NDATA n1>
<!ENTITY % pe "<!ENTITY g 'gg'>">
%pe;
<!-- comment -->
]>
<doc id="i" y="  a  b " xmlns="urn:d" xmlns:p="urn:p">one &e; &lt;&#x41;<a p:q="1" q='2'>x
y]]</a><p:c/><![CDATA[cd ]] ata]]>&ext;<?target  data?><!--c-->&g;\xe9</doc>
"""


def run(**settings):
    parser = pyexpat.ParserCreate(namespace_separator="|")

    def handler(name):
        def handle(*args):
            if name == "ExternalEntityRefHandler":
                args = (args[0] and sorted(args[0].split("\x0c")), *args[1:])
            place = parser.CurrentByteIndex, parser.CurrentLineNumber, parser.CurrentColumnNumber
            print(name.removesuffix("Handler"), *place, args)
            return 1
        return handle

    for name in NAMES + ["DefaultHandlerExpand"]:
        setattr(parser, name, handler(name))
    for name, value in settings.items():
        setattr(parser, name, value)
    parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    print(parser.Parse(DOCUMENT.encode("latin-1"), True))


run()
print("----")
run(ordered_attributes=True, specified_attributes=True, namespace_prefixes=True, buffer_text=True,
    DefaultHandlerExpand=None, ElementDeclHandler=None, AttlistDeclHandler=None)
