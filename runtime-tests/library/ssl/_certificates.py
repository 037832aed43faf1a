"""Certificates for the programs in this folder; no secrets, for the keys are here.

Made with the openssl command: `ecparam -name prime256v1 -genkey` for the keys, `req -new` and `ca` (with -startdate
20200101000000Z -enddate 21200101000000Z and the extensions that the certificates show) for an authority and a server,
`ec -aes128 -passout pass:secret` for the encrypted form of the server's key.
"""

import os
import tempfile

AUTHORITY = """\
-----BEGIN CERTIFICATE-----
MIIBnTCCAUKgAwIBAgIIEjRWeJCrze8wCgYIKoZIzj0EAwIwMTEWMBQGA1UECgwN
UnVudGltZSB0ZXN0czEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjAwMTAx
MDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMDExFjAUBgNVBAoMDVJ1bnRpbWUgdGVz
dHMxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAErKI3r0wdYpHJhElLj1l9YJHTb/pqCJBC7SnEOfJxfB0OK6XjMhG3lU8T
Wppwm900j/KfSlFi1D1YWf4T04etLKNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNV
HQ8BAf8EBAMCAQYwHQYDVR0OBBYEFCMEGJNRYWgLh6XPdWrhROZjlxDVMAoGCCqG
SM49BAMCA0kAMEYCIQDyCQVpnz1YTzNVt6ZXanrXqy8U71aja5P1oIV3mGlNkgIh
AM/xuK/iHhpm9DSMEbdnVciiq8FcIQs/cNKGVlr604xU
-----END CERTIFICATE-----
"""

SERVER = """\
-----BEGIN CERTIFICATE-----
MIICwTCCAmagAwIBAgIIEjRWeJCrzfAwCgYIKoZIzj0EAwIwMTEWMBQGA1UECgwN
UnVudGltZSB0ZXN0czEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjAwMTAx
MDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMDsxCzAJBgNVBAYTAkRFMRYwFAYDVQQK
DA1SdW50aW1lIHRlc3RzMRQwEgYDVQQDDAtzZXJ2ZXIudGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABOHDa14DC72pks0LOq9azxvM9uktEcIXQxdkhGArjpo0
lT03HPcoqA4k4Sn13LMvy/8lJZqxGaXvwvCuB4vzAYijggFaMIIBVjBgBgNVHREE
WTBXggtzZXJ2ZXIudGVzdIILKi53aWxkLnRlc3SHBH8AAAGHEAAAAAAAAAAAAAAA
AAAAAAGGFGh0dHBzOi8vc2VydmVyLnRlc3QvgQ1hQHNlcnZlci50ZXN0MAkGA1Ud
EwQCMAAwHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMAsGA1UdDwQEAwIH
gDBQBggrBgEFBQcBAQREMEIwHQYIKwYBBQUHMAGGEWh0dHA6Ly9vY3NwLnRlc3Qv
MCEGCCsGAQUFBzAChhVodHRwOi8vY2EudGVzdC9jYS5jcnQwKQYDVR0fBCIwIDAe
oBygGoYYaHR0cDovL2NybC50ZXN0L2xpc3QuY3JsMB0GA1UdDgQWBBQtrqMNe61R
u+DXd0CmtqvlMktZ/TAfBgNVHSMEGDAWgBQjBBiTUWFoC4elz3Vq4UTmY5cQ1TAK
BggqhkjOPQQDAgNJADBGAiEAzcgpAVlVZXl6krBH8PnUc8WVxQa11pIMEYnqJwlY
WYACIQDvOA7ATYmPHMCydoy5PusmI9u8J2UspDdvrESttWktNg==
-----END CERTIFICATE-----
"""

KEY = """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIHmdrUjYZcHSncDMrJ2cvi8e0TkH2c3Ywh/g/5np/ADDoAoGCCqGSM49
AwEHoUQDQgAE4cNrXgMLvamSzQs6r1rPG8z26S0RwhdDF2SEYCuOmjSVPTcc9yio
DiThKfXcsy/L/yUlmrEZpe/C8K4Hi/MBiA==
-----END EC PRIVATE KEY-----
"""

ENCRYPTED_KEY = """\
-----BEGIN EC PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,B41B1BF81873ED5B74CAA6ABE0F37DC9

6FpmWl335SIu3//b/my4pNPetbC66g9rKtj1c4UWPN/CLX/S9wg6/bR22LGFUDzF
TfXcuOA5B7JOgHI01qQwpA64oWWf+DvFWtdmx3i+PptLM0m/dcph7Dq6FRYWUSiK
XcwXHASXsaIEjAykRIGLiOdLpSpHK62lWHSDDzLplq0=
-----END EC PRIVATE KEY-----
"""

_folder = tempfile.TemporaryDirectory()


def path(text, name):
    """A file with the text."""
    file = os.path.join(_folder.name, name)
    with open(file, "w") as out:
        out.write(text)
    return file


def pump(client, to_server, to_client, server):
    """Runs the handshakes of two SSLObjects until both are done; the buffers are (BIO, BIO) pairs of each."""
    import ssl

    waiting = [client, server]
    for _ in range(20):
        for end in list(waiting):
            try:
                end.do_handshake()
                waiting.remove(end)
            except ssl.SSLWantReadError:
                pass
            for source, target in (to_server, to_client):
                data = source.read()
                if data:
                    target.write(data)
        if not waiting:
            return
    raise RuntimeError("no end")


def pair(client_context, server_context, hostname="server.test", **more):
    """Two SSLObjects that have shaken hands, and a function that moves bytes between them."""
    import ssl

    client_in, client_out, server_in, server_out = (ssl.MemoryBIO() for _ in range(4))
    client = client_context.wrap_bio(client_in, client_out, server_hostname=hostname, **more)
    server = server_context.wrap_bio(server_in, server_out, server_side=True)
    pump(client, (client_out, server_in), (server_out, client_in), server)

    def move():
        server_in.write(client_out.read())
        client_in.write(server_out.read())

    return client, server, move
