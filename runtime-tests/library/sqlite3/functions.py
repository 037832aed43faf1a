# gc-stress: 997
# Python code that SQLite calls: functions, aggregates, windows, collations, hooks; exceptions in it.
import gc
import sqlite3

connection = sqlite3.connect(":memory:")
connection.execute("create table t(x, y)")
connection.executemany("insert into t values(?, ?)", [(i, i % 3) for i in range(9)])
connection.commit()
connection.create_function("twice", 1, lambda x: x * 2, deterministic=True)
connection.create_function("count", -1, lambda *args: len(args))
connection.create_function("give", 1, lambda key: {"none": None, "str": "a\0b", "blob": bytearray(b"xy"), "float": 1.5, "int": -1}[key])
print(connection.execute("select twice(x), twice('ab') from t limit 3").fetchall())
print(connection.execute("select count(), count(1, 2, 3), give('none'), give('str'), give('blob'), give('float'), give('int')").fetchone())


class Product:
    def __init__(self):
        self.value_ = 1

    def step(self, x):
        gc.collect()
        self.value_ *= x + 1

    def inverse(self, x):
        self.value_ //= x + 1

    def value(self):
        return self.value_

    def finalize(self):
        return self.value_


connection.create_aggregate("product", 1, Product)
print(connection.execute("select y, product(x) from t group by y").fetchall())
print(connection.execute("select product(x) from t where x > 100").fetchall())
connection.create_window_function("wproduct", 1, Product)
print(connection.execute("select wproduct(x) over (order by x rows between 1 preceding and 1 following) from t").fetchall())


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


class NoStep:
    pass


class Broken:
    def step(self, x):
        raise ValueError

    def finalize(self):
        raise ValueError


connection.create_function("fails", 0, lambda: 1 / 0)
connection.create_function("huge", 0, lambda: 2**70)
connection.create_function("strange", 0, object)
connection.create_function("memory", 0, lambda: (_ for _ in ()).throw(MemoryError))
connection.create_aggregate("nostep", 1, NoStep)
connection.create_aggregate("broken", 1, Broken)
for sql in ("fails()", "huge()", "strange()", "memory()", "nostep(x)", "broken(x)"):
    attempt(lambda: connection.execute(f"select {sql} from t").fetchall())
attempt(connection.create_function, "f", -2, print)
attempt(connection.create_function, "twice", 1, None)
attempt(lambda: connection.execute("select twice(1)"))


def nested(x):
    return connection.execute("select max(x) + ? from t", (x,)).fetchone()[0]


connection.create_function("nested", 1, nested)
print(connection.execute("select nested(x) from t where x < 3").fetchall())


def recursive(x):
    return cursor.execute("select 1")


connection.create_function("recursive", 1, recursive)
cursor = connection.cursor()
attempt(lambda: cursor.execute("select recursive(x) from t"))

connection.create_collation("backwards", lambda a, b: (a < b) - (a > b))
print(connection.execute("select cast(x as text) as c from t order by c collate backwards limit 3").fetchall())
connection.create_collation("backwards", None)
attempt(lambda: connection.execute("select x from t order by x collate backwards"))
attempt(connection.create_collation, "c", 5)

traced = []
connection.set_trace_callback(traced.append)
connection.execute("select ?, ?", (1, "it's"))
connection.set_trace_callback(None)
print(traced)
connection.set_authorizer(lambda action, a, b, database, source: sqlite3.SQLITE_DENY if b == "y" else sqlite3.SQLITE_OK)
attempt(lambda: connection.execute("select x, y from t"))
print(connection.execute("select x from t").fetchone())
connection.set_authorizer(None)
connection.set_progress_handler(lambda: 1, 1)
attempt(lambda: connection.execute("select count(x) from t a, t b, t c").fetchall())
connection.set_progress_handler(None, 0)
