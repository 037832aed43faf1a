"""ElementTree, minidom, SAX, plists and XML-RPC over the parser."""
import datetime
import io
import plistlib
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax
import xmlrpc.client

root = ET.fromstring("<r xmlns:p='u'><a k='1'>x</a>tail<p:b/><a k='2'>y<!-- c --></a></r>")
print([(element.tag, element.attrib, element.text, element.tail) for element in root.iter()])
print(root.find("a[@k='2']").text, [e.get("k") for e in root.findall(".//a")])
root[0].set("n", "<&\">")
print(ET.tostring(root), ET.canonicalize(ET.tostring(root)))
try:
    ET.fromstring("<r>\n <a></r>")
except ET.ParseError as error:
    print(error, error.position, error.code)
for event, element in ET.iterparse(io.BytesIO(b"<a><b>t</b><c/></a>"), ("start", "end")):
    print(event, element.tag)
pull = ET.XMLPullParser()
pull.feed("<a><b/>")
pull.flush()
print([(event, element.tag) for event, element in pull.read_events()])

document = xml.dom.minidom.parseString("<!DOCTYPE r [<!ENTITY e 'text'>]><r a='1'><!-- c --><b>&e;</b><?t d?></r>")
print(document.toxml())
print(document.documentElement.getElementsByTagName("b")[0].firstChild.data)
print(document.documentElement.toprettyxml(indent="  "))


class Handler(xml.sax.ContentHandler):
    def startElementNS(self, name, qname, attrs):
        print("start", name, dict(attrs))

    def characters(self, content):
        print("characters", content)

    def ignorableWhitespace(self, whitespace):
        print("blank")


reader = xml.sax.make_parser()
reader.setFeature(xml.sax.handler.feature_namespaces, True)
reader.setContentHandler(Handler())
reader.parse(io.StringIO("<a xmlns='u' b='c'>text<d/></a>"))
try:
    xml.sax.parseString("<a>", Handler())
except xml.sax.SAXParseException as error:
    print(error)

value = {"a": [1, 2.5, True, "é"], "b": b"bytes", "d": datetime.datetime(2026, 1, 2, 3, 4, 5)}
print(plistlib.loads(plistlib.dumps(value)) == value)
text = xmlrpc.client.dumps(({"x": [1, "two", None]}, 3.5), "method", allow_none=True)
print(xmlrpc.client.loads(text))
