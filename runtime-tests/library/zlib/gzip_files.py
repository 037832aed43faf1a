# gzip and zipfile over zlib.
import gzip
import io
import zipfile

text = b"".join(b"%d," % i for i in range(2000))
print(gzip.decompress(gzip.compress(text, mtime=0)) == text, len(gzip.compress(text)) < len(text))
file = io.BytesIO()
with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as out:
    out.write(text)
    out.write(b"end\n")
file.seek(0)
with gzip.open(file, "rt") as lines:
    print(lines.read()[-10:])
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
    packed.writestr("a.txt", text)
    packed.writestr("b/c.txt", "short")
with zipfile.ZipFile(archive) as packed:
    print(packed.namelist(), packed.read("a.txt") == text, packed.read("b/c.txt"), packed.testzip())
try:
    gzip.decompress(b"\x1f\x8bnonsense")
except (gzip.BadGzipFile, EOFError) as error:
    print(type(error).__name__, error)
