# gc-stress: 997
# Transactions of both kinds, the connection as a context, backup, dump, serialisation, limits, threads.
import sqlite3
import threading


def statements(connection, work):
    seen = []
    connection.set_trace_callback(seen.append)
    try:
        work()
    finally:
        connection.set_trace_callback(None)
    return seen


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


connection = sqlite3.connect(":memory:")
connection.execute("create table t(x)")
print(repr(connection.isolation_level), connection.autocommit)
print(statements(connection, lambda: connection.execute("insert into t values(1)")), connection.in_transaction)
connection.rollback()
connection.isolation_level = "immediate"
print(connection.isolation_level, statements(connection, lambda: connection.execute("insert into t values(1)")))
connection.isolation_level = None
print(connection.in_transaction, statements(connection, lambda: connection.execute("insert into t values(2)")))
attempt(setattr, connection, "isolation_level", "sometimes")
attempt(setattr, connection, "isolation_level", 1)
connection.isolation_level = ""
try:
    with connection:
        connection.execute("insert into t values(3)")
        raise LookupError
except LookupError:
    print(connection.in_transaction, connection.execute("select count(*) from t").fetchone())
with connection as same:
    same.execute("insert into t values(4)")
print(connection.in_transaction, connection.execute("select x from t").fetchall())

connection.autocommit = False
print(connection.autocommit, connection.in_transaction, statements(connection, connection.commit))
connection.autocommit = True
print(connection.in_transaction, statements(connection, connection.commit))
attempt(setattr, connection, "autocommit", 2)
connection.autocommit = sqlite3.LEGACY_TRANSACTION_CONTROL

print(list(connection.iterdump()))
copy = sqlite3.connect(":memory:")
steps = []
connection.backup(copy, pages=1, progress=lambda *args: steps.append(args))
print(steps[-1], copy.execute("select sum(x) from t").fetchone())
attempt(connection.backup, connection)
image = connection.serialize()
third = sqlite3.connect(":memory:")
third.deserialize(image)
print(third.execute("select count(*) from t").fetchone(), third.serialize() == image)
print(connection.getlimit(sqlite3.SQLITE_LIMIT_FUNCTION_ARG) > 50, connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20) > 20)
attempt(connection.execute, "select 1 -- a long comment")
attempt(connection.getlimit, 1000)
print(connection.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY))
connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY)
print(connection.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY))
attempt(connection.getconfig, 0)

errors = []


def use(connection):
    try:
        connection.execute("select 1")
    except sqlite3.ProgrammingError as error:
        errors.append(str(error).split(".")[0])


thread = threading.Thread(target=use, args=(third,))
thread.start()
thread.join()
print(errors)

shared = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
shared.execute("create table n(x)")


def fill(start):
    for i in range(20):
        shared.execute("insert into n values(?)", (start + i,))


threads = [threading.Thread(target=fill, args=(start,)) for start in (0, 100, 200)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(shared.execute("select count(*), sum(x) from n").fetchone())

# A cursor that nobody has any more does not keep a table locked.
for _ in range(3):
    shared.execute("select * from n")
shared.execute("select 1").fetchall()
shared.execute("drop table n")
print(shared.execute("select count(*) from sqlite_master").fetchone())
