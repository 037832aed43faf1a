# gc-stress: 4001
# Client and server on buffers in memory: what each side knows afterwards, data, the end.
import ssl

from _certificates import AUTHORITY, KEY, SERVER, pair, path

client_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
client_context.load_verify_locations(cadata=AUTHORITY)
server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(path(SERVER, "server.pem"), path(KEY, "server.key"))
client_context.set_alpn_protocols(["h2", "http/1.1"])
server_context.set_alpn_protocols(["http/1.1", "spdy"])

for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    client_context.minimum_version = client_context.maximum_version = version
    client, server, move = pair(client_context, server_context)
    print(client.version(), server.version(), client.cipher() == server.cipher(), client.cipher()[1])
    print(client.selected_alpn_protocol(), server.selected_alpn_protocol(), client.compression())
    print(client.server_hostname, server.server_hostname, client.server_side, server.server_side)
    print(client.getpeercert(binary_form=True) == ssl.PEM_cert_to_DER_cert(SERVER), server.getpeercert())
    client.write(b"to the server")
    move()
    print(server.read(100), server.pending())
    server.write(b"x" * 20)
    server.write(b"y" * 20)
    move()
    buffer = bytearray(30)
    print(client.read(7), client.pending(), client.read(30, buffer), buffer)
    print(client.read(100))
    try:
        client.read(10)
    except ssl.SSLWantReadError as error:
        print(type(error).__name__, error.errno, error.reason)
    if version is ssl.TLSVersion.TLSv1_2:
        print(client.get_channel_binding() == server.get_channel_binding(), len(client.get_channel_binding()))
    try:
        client.unwrap()
    except ssl.SSLWantReadError:
        move()
    server.unwrap()
    move()
    client.unwrap()
    try:
        server.write(b"late")
    except ssl.SSLError as error:
        print(error.library, error.reason)
    print([certificate.get_info()["subject"][-1] for certificate in client._sslobj.get_verified_chain()])
print(server.context is server_context, client_context.session_stats()["connect_good"])
