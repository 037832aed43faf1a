# Importing what needs the names of Expat; codes and texts of errors.
import plistlib, xml.sax, xmlrpc.client
from xml.parsers import expat
print(expat.ErrorString(3), expat.ErrorString(0), expat.errors.XML_ERROR_SYNTAX, expat.errors.codes["syntax error"])
print(expat.errors.messages[7], len(expat.errors.codes), expat.model.XML_CTYPE_NAME, expat.ExpatError.__mro__[1], expat.error is expat.ExpatError)
print(xmlrpc.client.dumps((1, "a"), "f"))
