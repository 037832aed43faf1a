# gc-stress: 4001
# Connections that do not come about, and how the errors say why.
import ssl

from _certificates import AUTHORITY, KEY, SERVER, pair, path

server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(path(SERVER, "server.pem"), path(KEY, "server.key"))


def attempt(context, **more):
    try:
        client, _, _ = pair(context, server_context, **more)
        print("connected", client.version())
    except ssl.SSLCertVerificationError as error:
        print(type(error).__name__, error.verify_code, error.verify_message, error.library, error.reason, error.errno)
        print(str(error).rpartition(" (")[0], isinstance(error, ValueError))
    except ssl.SSLError as error:
        print(type(error).__name__, error.library, error.reason, str(error).rpartition(" (")[0])
    except ValueError as error:
        print(type(error).__name__, error)


stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
attempt(stranger)
friend = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
friend.load_verify_locations(path(AUTHORITY, "authority.pem"))
attempt(friend)
attempt(friend, hostname="other.test")
attempt(friend, hostname="a.wild.test")
attempt(friend, hostname="127.0.0.1")
attempt(friend, hostname="127.0.0.2")
attempt(friend, hostname="::1")
attempt(friend, hostname=".server.test")
friend.check_hostname = False
attempt(friend, hostname="other.test")
friend.verify_mode = ssl.CERT_NONE
attempt(friend, hostname=None)
friend.maximum_version = ssl.TLSVersion.TLSv1_2
server_context.minimum_version = ssl.TLSVersion.TLSv1_3
attempt(friend)
server_context.minimum_version = ssl.TLSVersion.TLSv1_2
server_context.verify_mode = ssl.CERT_REQUIRED
attempt(friend)
incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
plain = friend.wrap_bio(incoming, outgoing)
incoming.write(b"HTTP/1.0 400 this is no TLS\r\n\r\n")
try:
    plain.do_handshake()
except ssl.SSLError as error:
    print(error.library, error.reason)
incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
ended = friend.wrap_bio(incoming, outgoing)
incoming.write_eof()
try:
    ended.do_handshake()
except ssl.SSLError as error:
    print(type(error).__name__, error.errno, str(error).rpartition(" (")[0])
