# gc-stress: 4001
# What can be set on a context, in which order, and what is refused.
import ssl
import warnings

from _certificates import AUTHORITY, ENCRYPTED_KEY, KEY, SERVER, path


def attempt(call, *args):
    try:
        print(call(*args))
    except (ssl.SSLError, ValueError, TypeError, OverflowError, AttributeError, OSError) as error:
        print(type(error).__name__, str(error).rpartition(" (_ssl")[0] or error)


client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
print(client.protocol, client.check_hostname, repr(client.verify_mode), client.verify_flags)
attempt(setattr, client, "verify_mode", ssl.CERT_NONE)
attempt(setattr, client, "verify_mode", 7)
client.check_hostname = False
client.verify_mode = ssl.CERT_NONE
client.check_hostname = True
print(repr(client.verify_mode))
attempt(setattr, client, "sni_callback", print)
attempt(setattr, client, "num_tickets", 1)
attempt(setattr, client, "options", -1)
attempt(setattr, client, "options", "a")
attempt(setattr, client, "minimum_version", 5)
client.minimum_version = ssl.TLSVersion.TLSv1_2
client.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
print(repr(client.minimum_version), repr(client.maximum_version))
client.options |= ssl.OP_NO_TICKET
print(bool(client.options & ssl.OP_NO_TICKET), bool(client.options & ssl.OP_NO_COMPRESSION))
client.options &= ~ssl.OP_NO_TICKET
print(bool(client.options & ssl.OP_NO_TICKET))
attempt(client.set_ciphers, "no such cipher")
client.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
print([c["name"] for c in client.get_ciphers() if c["protocol"] == "TLSv1.2"], client.get_ciphers()[-1]["kea"])
attempt(client.set_ecdh_curve, "nothing")
client.set_ecdh_curve("prime256v1")

print(client.cert_store_stats())
client.load_verify_locations(cadata=AUTHORITY)
client.load_verify_locations(cadata=ssl.PEM_cert_to_DER_cert(AUTHORITY))
print(client.cert_store_stats(), client.get_ca_certs()[0]["subject"], len(client.get_ca_certs(True)[0]))
for bad in ("nothing", b"nothing", "", b"", "\xe4", 5):
    attempt(lambda: client.load_verify_locations(cadata=bad))
attempt(client.load_verify_locations)
attempt(client.load_verify_locations, "/no/such/file")
attempt(client.load_verify_locations, path("", "empty.pem"))

server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
certificate, encrypted = path(SERVER, "server.pem"), path(ENCRYPTED_KEY, "encrypted.key")
attempt(server.load_cert_chain, certificate, encrypted, "secret")
attempt(server.load_cert_chain, certificate, encrypted, b"secret")
attempt(server.load_cert_chain, certificate, encrypted, lambda: bytearray(b"secret"))
attempt(server.load_cert_chain, certificate, encrypted, lambda: 5)
attempt(server.load_cert_chain, certificate, encrypted, lambda: {}["a"] if 0 else 1 // 1 and "x" * 5000)
attempt(server.load_cert_chain, certificate, encrypted, 5)
attempt(server.load_cert_chain, certificate, path(KEY, "plain.key"))
attempt(server.load_cert_chain, certificate, path(AUTHORITY, "authority.pem"))
attempt(server.load_cert_chain, "/no/such/file")
attempt(server.load_cert_chain, 5)
attempt(setattr, server, "sni_callback", 5)
attempt(delattr, server, "sni_callback")
server.num_tickets = 0
print(server.num_tickets, server.session_stats()["accept"], server.post_handshake_auth)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    ssl.SSLContext(ssl.PROTOCOL_TLSv1_2)
    client.options |= ssl.OP_NO_TLSv1_1
    client.minimum_version = ssl.TLSVersion.TLSv1
print([str(warning.message) for warning in caught])
attempt(ssl.SSLContext, 99)
for number in (1, 2, 3):
    attempt(ssl.AlertDescription, number)
