# gc-stress: 4001
# What a certificate says; objects and identifiers; random bytes; the buffer.
import _ssl
import pprint
import ssl

from _certificates import AUTHORITY, SERVER, path

pprint.pprint(_ssl._test_decode_cert(path(SERVER, "server.pem")))
pprint.pprint(_ssl._test_decode_cert(path(AUTHORITY, "authority.pem")))
print(ssl.cert_time_to_seconds("Jan  5 09:34:43 2018 GMT"))
print(ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(SERVER)) == SERVER)
print(_ssl.txt2obj("1.3.6.1.5.5.7.3.1"), _ssl.txt2obj("serverAuth", name=True), _ssl.nid2obj(129))
for call, argument in ((_ssl.txt2obj, "no such"), (_ssl.nid2obj, -1), (_ssl.nid2obj, 100000), (ssl.RAND_bytes, -1)):
    try:
        print(call(argument))
    except ValueError as error:
        print(error)
print(ssl.Purpose.SERVER_AUTH, len(ssl.RAND_bytes(9)), ssl.RAND_status(), ssl.RAND_add("x", 0.5))

bio = ssl.MemoryBIO()
print(bio.pending, bio.eof, bio.read(), bio.write(b"abcdef"), bio.write(bytearray(b"gh")), bio.write(memoryview(b"i")))
print(bio.read(2), bio.pending, bio.read(0), bio.read(-1), bio.eof)
bio.write(b"rest")
bio.write_eof()
print(bio.eof, bio.read(), bio.eof)
for argument in (b"more", "text", None):
    try:
        bio.write(argument)
    except (ssl.SSLError, TypeError) as error:
        print(type(error).__name__, str(error).partition(" (")[0])

error = ssl.SSLError(1, "words")
print(error, error.errno, repr(error), ssl.SSLError("only"), ssl.SSLError.__mro__[1], ssl.SSLError.__module__)
print(ssl.SSLCertVerificationError.__bases__, ssl.SSLEOFError.__bases__, ssl.CertificateError.__name__)
