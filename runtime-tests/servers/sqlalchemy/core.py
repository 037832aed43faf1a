# Tables and expressions without classes: what SQL they become, reflection, many rows, types of one's own.
import json
import pickle

from sqlalchemy import (JSON, Boolean, Column, DateTime, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, TypeDecorator, UniqueConstraint, and_,
                        bindparam, case, cast, create_engine, delete, exists, func, insert, inspect, literal, not_, null, or_, select, text, tuple_, union_all)
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable


class Words(TypeDecorator):
    impl = String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else " ".join(value)

    def process_result_value(self, value, dialect):
        return None if value is None else value.split(" ")


metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(referred_table_name)s"})
user = Table("user", metadata, Column("id", Integer, primary_key=True), Column("name", String(30), nullable=False), Column("active", Boolean, default=True),
             Column("words", Words(50)), Column("extra", JSON), Column("data", LargeBinary), Column("score", Float, server_default="1.5"), UniqueConstraint("name"))
post = Table("post", metadata, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("user.id", ondelete="CASCADE")), Column("at", DateTime),
             Column("parent", Integer), Index("ix_at", "at"))
for dialect in (sqlite.dialect(), postgresql.dialect(), mysql.dialect()):
    for table in metadata.sorted_tables:
        print(str(CreateTable(table).compile(dialect=dialect)).strip())
    print(CreateIndex(list(post.indexes)[0]).compile(dialect=dialect))

statements = [
    select(user.c.name).where(and_(user.c.id.in_([1, 2]), or_(user.c.name.ilike("a%"), not_(user.c.active)))).order_by(user.c.name.desc().nulls_last()).limit(5).offset(2),
    select(case((user.c.score > 1, "high"), else_="low").label("level"), func.coalesce(user.c.words, null())).distinct(),
    select(user).join(post, isouter=True).where(~exists().where(post.alias().c.user_id == user.c.id)),
    union_all(select(user.c.id), select(post.c.id).where(tuple_(post.c.id, post.c.parent).in_([(1, 2), (3, 4)]))),
    insert(user).values(name=bindparam("who"), score=select(func.max(user.c.score)).scalar_subquery()),
    delete(post).where(post.c.parent.is_(None)),
    select(cast(user.c.score, Integer) % 3, literal("x") + user.c.name, func.count().filter(user.c.active)),
    select(user.c.extra["a"]["b"].as_integer()),
]
for statement in statements:
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        compiled = statement.compile(dialect=dialect)
        print(compiled, compiled.params)
print(select(user.c.id).where(user.c.name == "o'clock").compile(compile_kwargs={"literal_binds": True}))

engine = create_engine("sqlite://")
metadata.create_all(engine)
with engine.begin() as connection:
    connection.execute(insert(user), [{"name": f"user {i}", "words": ["a", str(i)], "extra": {"a": {"b": i}}, "data": bytes([i % 256]) * 3} for i in range(1000)])
    print(connection.execute(insert(user).values(name="one more").returning(user.c.id, user.c.score, user.c.active)).one())
    row = connection.execute(select(user).where(user.c.id == 7)).one()
    print(row, row._mapping["words"], row.name, row._asdict()["extra"])
    print(connection.execute(select(func.count(), func.sum(user.c.extra["a"]["b"].as_integer()))).one())
    upsert = sqlite.insert(user).values(name="user 1", words=["new"]).on_conflict_do_update(index_elements=["name"], set_={"words": ["changed"]})
    connection.execute(upsert)
    print(connection.scalars(select(user.c.words).where(user.c.name == "user 1")).all())
    print([len(part) for part in connection.execution_options(stream_results=True).execute(select(user.c.id)).partitions(300)])
    tree = select(post.c.id, post.c.parent, literal(0).label("depth")).where(post.c.parent.is_(None)).cte("tree", recursive=True)
    child = post.alias()
    tree = tree.union_all(select(child.c.id, child.c.parent, tree.c.depth + 1).join(tree, child.c.parent == tree.c.id))
    connection.execute(insert(post), [{"id": 1, "parent": None}, {"id": 2, "parent": 1}, {"id": 3, "parent": 2}])
    print(connection.execute(select(tree)).all())
found = inspect(engine)
print(found.get_table_names(), [(column["name"], str(column["type"])) for column in found.get_columns("user")])
print(found.get_foreign_keys("post"), found.get_indexes("post"), found.get_unique_constraints("user"))
reflected = Table("post", MetaData(), autoload_with=engine)
print(reflected.c.keys(), list(reflected.foreign_keys)[0].target_fullname)
print(pickle.loads(pickle.dumps(metadata)).tables["user"].c.name.type, json.dumps([1]))
try:
    with engine.begin() as connection:
        connection.execute(insert(user).values(name="kept"))
        connection.execute(text("insert into user (name) values ('kept')"))
except Exception as error:
    print(type(error).__name__, error)
with engine.connect() as connection:
    print(connection.scalar(select(func.count()).where(user.c.name == "kept")))
