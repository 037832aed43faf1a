import _blake2
import _md5
import _sha1
import _sha2
import _sha3


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


makers = [_md5.md5, _sha1.sha1, _sha2.sha224, _sha2.sha256, _sha2.sha384, _sha2.sha512, _sha3.sha3_224, _sha3.sha3_256, _sha3.sha3_384, _sha3.sha3_512, _blake2.blake2b, _blake2.blake2s]
texts = [b"", b"a", b"abc" * 7, bytes(range(256)), b"x" * 63, b"x" * 64, b"x" * 65, b"y" * 127, b"y" * 128, b"y" * 129, b"z" * 1000]
for make in makers:
    h = make()
    print(h.name, h.digest_size, h.block_size)
    for text in texts:
        print(make(text).hexdigest())
        h.update(text)
        assert len(make(text).digest()) == h.digest_size
    other = h.copy()
    other.update(b"more")
    print(h.hexdigest(), other.hexdigest(), h.hexdigest() == h.digest().hex(), type(other) is type(h))
    h = make(bytearray(b"in"))
    h.update(memoryview(b" pieces, "))
    for i in range(50):
        h.update(b"%d" % i * i)
    print(h.hexdigest())
for make in (_sha3.shake_128, _sha3.shake_256):
    h = make(b"data")
    print(h.name, h.digest_size, h.block_size, h.hexdigest(10), h.digest(40), h.hexdigest(length=0), len(h.digest(1000)))
    h.update(b"q" * 500)
    print(h.copy().hexdigest(200), h._rate_bits, h._capacity_bits, h._suffix)
    show(h.digest)
    show(h.digest, -1)
    show(h.hexdigest, 2**40)
show(_md5.md5, "a")
show(_md5.md5, 1)
show(_md5.md5, b"a", b"b")
print(_md5.md5(string=b"a").hexdigest() == _md5.md5(data=b"a").hexdigest(), _sha1.sha1(b"", usedforsecurity=False).name)
show(_md5.md5, data=b"a", string=b"b")
show(_md5.md5, foo=1)
show(_md5.md5().update, "a")
print(_sha3.sha3_256()._rate_bits, _sha3.sha3_256()._capacity_bits, _sha3.sha3_256()._suffix)
print(type(_sha2.sha256()) is _sha2.SHA256Type, type(_sha2.sha224()).__name__)
for make in (_blake2.blake2b, _blake2.blake2s):
    print(make.SALT_SIZE, make.PERSON_SIZE, make.MAX_KEY_SIZE, make.MAX_DIGEST_SIZE)
    print(make(b"x", key=b"k", salt=b"s", person=b"p", digest_size=20).hexdigest(), make(b"x", digest_size=1).digest(), make(b"", key=b"key" * 10).hexdigest())
    print(make(b"x" * 300, fanout=2, depth=2, leaf_size=100, node_offset=1, node_depth=1, inner_size=10, last_node=True).hexdigest(), make(digest_size=7).digest_size)
    for kwargs in [dict(digest_size=65), dict(digest_size=0), dict(key=b"a" * 65), dict(salt=b"a" * 17), dict(person=b"a" * 17), dict(fanout=300), dict(depth=0), dict(inner_size=100), dict(foo=1)]:
        show(make, **kwargs)
    show(make, b"a", b"b")
