# gc-stress: 997
# Adapters, converters, factories of rows and texts, Row, Blob.
import sqlite3


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __conform__(self, protocol):
        if protocol is sqlite3.PrepareProtocol:
            return f"{self.x};{self.y}"


class Other(Point):
    __conform__ = None


sqlite3.register_adapter(Other, lambda point: f"{point.x};{point.y}")
sqlite3.register_converter("point", lambda data: Point(*map(int, data.split(b";"))))
connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
connection.execute("create table t(p point, n point(3) unique, plain)")
connection.execute("insert into t values(?, ?, ?)", (Point(1, 2), Other(3, 4), None))
cursor = connection.execute('select p, n, p || "" as "same [point]", plain from t')
print(cursor.fetchall(), [column[0] for column in cursor.description])
print(sqlite3.adapt(Point(5, 6)), sqlite3.adapt(1, None, "other"))


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


attempt(sqlite3.adapt, 1)
connection.row_factory = sqlite3.Row
row = connection.execute("select 1 as a, 'two' as B, null as c").fetchone()
print(tuple(row), row["a"], row["b"], row[-1], row[0:2], len(row), row.keys(), dict(row), row == connection.execute("select 1 as a, 'two' as B, null as c").fetchone())
attempt(lambda: row["d"])
attempt(lambda: row[3])
attempt(lambda: row[1.5])
connection.row_factory = lambda cursor, row: [column[0] for column in cursor.description] + list(row)
print(connection.execute("select 1 as a").fetchone())
connection.row_factory = None
connection.text_factory = bytes
print(connection.execute("select 'ä'").fetchone())
connection.text_factory = lambda data: data.decode("latin-1")
print(connection.execute("select 'ä'").fetchone())
connection.text_factory = str
attempt(lambda: connection.execute("select cast(x'80' as text) as name").fetchone())

connection.execute("create table b(data)")
connection.execute("insert into b values(zeroblob(10))")
with connection.blobopen("b", "data", 1) as blob:
    blob.write(b"hello")
    print(blob.tell(), len(blob), blob[1], blob[-1], blob[0:5], blob[::2], blob.read(), blob.read())
    blob[0] = ord("j")
    blob[5:7] = b"!!"
    blob[7:10:2] = b"ab"
    blob.seek(-3, 2)
    print(blob.read(2), blob.tell(), blob[:])
    attempt(blob.write, b"too long")
    attempt(blob.seek, 11)
    attempt(lambda: blob[10])
    attempt(lambda: blob["a"])
    attempt(blob.__setitem__, 0, 256)
    attempt(blob.__setitem__, slice(0, 2), b"abc")
    attempt(blob.__delitem__, 0)
attempt(blob.read)
attempt(connection.blobopen, "b", "data", 2)
with connection.blobopen("b", "data", 1, readonly=True) as blob:
    attempt(blob.write, b"x")
