# gc-stress: 4001
# Callbacks of a handshake: names of servers, messages, secrets, sessions that go on.
import os
import ssl
import tempfile

from _certificates import AUTHORITY, KEY, SERVER, pair, path

client_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
client_context.load_verify_locations(cadata=AUTHORITY)
files = path(SERVER, "server.pem"), path(KEY, "server.key")
server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(*files)
second = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
second.load_cert_chain(*files)


def choose(connection, name, context):
    print("asked for", name, type(connection).__name__, context is server_context)
    if name == "a.wild.test":
        connection.context = second
    if name == "b.wild.test":
        return ssl.AlertDescription.ALERT_DESCRIPTION_ACCESS_DENIED


server_context.sni_callback = choose
print(server_context.sni_callback is choose)
_, server, _ = pair(client_context, server_context)
print(server.context is server_context)
_, server, _ = pair(client_context, server_context, "a.wild.test")
print(server.context is second)
try:
    pair(client_context, server_context, "b.wild.test")
except ssl.SSLError as error:
    print(error.reason)
server_context.sni_callback = None

seen = []
client_context._msg_callback = lambda *args: seen.append(args[1:3] + (args[3], args[4]))
pair(client_context, server_context)
client_context._msg_callback = None
kinds = {kind for _, _, content, kind in seen if content == ssl._TLSContentType.HANDSHAKE}
print(ssl._TLSMessageType.CLIENT_HELLO in kinds, ssl._TLSMessageType.FINISHED in kinds, {way for way, *_ in seen} == {"read", "write"})


def broken(*args):
    raise LookupError("from the callback")


client_context._msg_callback = broken
try:
    pair(client_context, server_context)
except LookupError as error:
    print(repr(error))
client_context._msg_callback = None

with tempfile.TemporaryDirectory() as folder:
    log = os.path.join(folder, "keys")
    client_context.keylog_filename = log
    pair(client_context, server_context)
    print(client_context.keylog_filename == log)
    client_context.keylog_filename = None
    with open(log) as lines:
        print(sorted(line.split()[0] for line in lines))

client_context.maximum_version = ssl.TLSVersion.TLSv1_2
client, server, move = pair(client_context, server_context)
session = client.session
print(client.session_reused, session.has_ticket, session.timeout > 0, session.time > 0, session == client.session)
client, server, move = pair(client_context, server_context, session=session)
print(client.session_reused, server.session_reused, client_context.session_stats()["hits"])
other = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
other.load_verify_locations(cadata=AUTHORITY)
try:
    pair(other, server_context, session=session)
except ValueError as error:
    print(error)
try:
    client._sslobj.session = 5
except TypeError as error:
    print(error)
