# gc-stress: 997
# Statements, parameters, rows, cursors and their attributes.
import sqlite3

connection = sqlite3.connect(":memory:")
cursor = connection.cursor()
print(cursor.description, cursor.rowcount, cursor.lastrowid, cursor.arraysize, cursor.connection is connection)
cursor.execute("create table t(id integer primary key, n, s text, b blob, f real)")
cursor.execute("insert into t values(?, ?, ?, ?, ?)", (1, 2**63 - 1, "text \U0001f40d\0end", b"\0\xff", 0.5))
print(cursor.lastrowid, cursor.rowcount)
cursor.execute("insert into t(n, s) values(:n, :s)", {"n": None, "s": "", "more": 1})
cursor.executemany("insert into t(n, s) values(?, ?)", ((i, str(i)) for i in range(5)))
print(cursor.rowcount, cursor.lastrowid)
cursor.execute("select * from t order by id")
print([column[0] for column in cursor.description], cursor.rowcount)
print(cursor.fetchone(), cursor.fetchmany(), cursor.fetchmany(2), cursor.fetchall(), cursor.fetchone())
for row in connection.execute("select n, typeof(n), s, b is null from t where id < 3"):
    print(row)
print(connection.execute("insert into t(n) values(7) returning id, n").fetchall())
print(connection.execute("select ?2, ?1", (1, 2)).fetchone(), connection.execute("select :a, @b, $c", {"a": 1, "b": 2, "c": 3}).fetchone())
connection.executescript("update t set n = 1; -- comment\n delete from t where id = 1; /* end */")
print(connection.total_changes, connection.in_transaction)


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "sqlite_errorname", None))


attempt(connection.execute, "nonsense")
attempt(connection.execute, "select ?")
attempt(connection.execute, "select ?", (1, 2))
attempt(connection.execute, "select ?", [object()])
attempt(connection.execute, "select ?", (2**63,))
attempt(connection.execute, "select ?", ("\ud800",))
attempt(connection.execute, "select ?", {"a": 1})
attempt(connection.execute, "select :a", (1,))
attempt(connection.execute, "select :a", {"b": 1})
attempt(connection.execute, "select 1; select 2")
attempt(connection.execute, "select 1\0")
attempt(connection.execute, "select ?", 5)
attempt(connection.executemany, "select ?", [(1,)])
attempt(connection.execute, "insert into t(id) values(2)")
attempt(connection.executescript, "select 1; nonsense")
attempt(connection.execute, b"select 1")
attempt(connection.cursor, dict)
attempt(cursor.fetchmany, -1)
attempt(setattr, cursor, "arraysize", "x")
attempt(lambda: list(connection.execute("")))
cursor.close()
attempt(cursor.execute, "select 1")
connection.close()
connection.close()
attempt(connection.execute, "select 1")
attempt(lambda: connection.in_transaction)
attempt(sqlite3.connect, "/no/such/folder/file")
print(sqlite3.complete_statement("select 1;"), sqlite3.complete_statement("select '1;"), sqlite3.threadsafety, sqlite3.apilevel)
print(sqlite3.OperationalError.__mro__[1:3], sqlite3.Connection.Error is sqlite3.Error)
