# Mapped classes: relations, inheritance, sessions, loading, events, threads.
import enum
import threading
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from sqlalchemy import CheckConstraint, Column, ForeignKey, Numeric, String, Table, create_engine, event, func, select, text, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError, NoResultFound, StatementError
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (DeclarativeBase, Mapped, Session, aliased, composite, joinedload, mapped_column, relationship, scoped_session, selectinload,
                            sessionmaker, validates)
from sqlalchemy.pool import QueuePool


class Base(DeclarativeBase):
    pass


class Kind(enum.Enum):
    PAPER = "paper"
    AUDIO = "audio"


@dataclass
class Size:
    width: int
    height: int


tagging = Table("tagging", Base.metadata, Column("book_id", ForeignKey("book.id"), primary_key=True), Column("tag_id", ForeignKey("tag.id"), primary_key=True))


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50), unique=True)
    born: Mapped[Optional[date]]
    books: Mapped[list["Book"]] = relationship(back_populates="author", cascade="all, delete-orphan", order_by="Book.title")

    @validates("name")
    def not_empty(self, key, value):
        if not value:
            raise ValueError(f"{key} is empty")
        return value

    def __repr__(self):
        return f"Author({self.name!r})"


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]

    def __init__(self, word):
        self.word = word


class Book(Base):
    __tablename__ = "book"
    __table_args__ = (CheckConstraint("price > 0"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    kind: Mapped[Kind] = mapped_column(default=Kind.PAPER)
    size: Mapped[Size] = composite(mapped_column("width"), mapped_column("height"))
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    author: Mapped[Author] = relationship(back_populates="books")
    tags: Mapped[list[Tag]] = relationship(secondary=tagging)
    words = association_proxy("tags", "word")
    type: Mapped[str] = mapped_column(default="book")
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "book", "version_id_col": version}

    @hybrid_property
    def dear(self):
        return self.price > 20

    def __repr__(self):
        return f"{type(self).__name__}({self.title!r}, {self.price}, {self.kind.name})"


class Novel(Book):
    __tablename__ = "novel"
    id: Mapped[int] = mapped_column(ForeignKey("book.id"), primary_key=True)
    pages: Mapped[int]
    __mapper_args__ = {"polymorphic_identity": "novel"}


engine = create_engine("sqlite:///orm.sqlite3")
Base.metadata.create_all(engine)
statements = []
event.listen(engine, "before_cursor_execute", lambda conn, cursor, statement, parameters, context, many: statements.append(statement))

with Session(engine) as session:
    ada, bert = Author(name="Ada", born=date(1815, 12, 10)), Author(name="Bert")
    red, blue = Tag("red"), Tag("blue")
    for i in range(8):
        made = dict(title=f"Book {i}", price=Decimal(i * 5) + Decimal("0.99"), size=Size(10 + i, 20), author=[ada, bert][i % 2], kind=[Kind.PAPER, Kind.AUDIO][i % 3 == 0])
        book = Novel(pages=100 + i, **made) if i % 4 == 0 else Book(**made)
        book.tags = [red, blue][: i % 3]
    session.add(ada)
    session.add(bert)
    print(len(session.new))
    session.flush()
    print(len(session.new), ada.id, bert.id, session.is_modified(ada))
    session.commit()

with Session(engine) as session:
    statements.clear()
    for author in session.scalars(select(Author).options(selectinload(Author.books).selectinload(Book.tags)).order_by(Author.name)):
        print(author, [(book, list(book.words), book.size, book.dear) for book in author.books])
    print(len(statements))
    for statement in statements:
        print(statement)
    print(session.execute(select(Book.title, Author.name).join(Book.author).where(Book.dear, Author.name.like("A%")).order_by(Book.title)).all())
    other = aliased(Book)
    print(session.execute(select(func.count()).select_from(Book).join(other, Book.price < other.price)).scalar_one())
    print(session.execute(select(Author.name, func.count(Book.id), func.sum(Book.price)).join(Author.books).group_by(Author.name).having(func.count() > 1)
                          .order_by(Author.name)).all())
    inner = select(func.max(Book.price)).where(Book.author_id == Author.id).scalar_subquery()
    print(session.execute(select(Author.name, inner.label("dearest")).order_by(Author.name)).mappings().all())
    print(session.scalars(select(Novel).order_by(Novel.pages)).all())
    print(session.scalars(select(Book).where(Book.tags.any(Tag.word == "blue")).order_by(Book.id)).all())
    print(session.execute(text("select title from book where price between :low and :high order by 1"), {"low": 5, "high": 12}).scalars().all())
    rank = func.row_number().over(partition_by=Book.author_id, order_by=Book.price.desc())
    print(session.execute(select(Book.title, rank).order_by(Book.title)).fetchmany(3))
    cte = select(Book.author_id, func.avg(Book.price).label("mean")).group_by(Book.author_id).cte("means")
    print(session.execute(select(Author.name, func.round(cte.c.mean, 2)).join(cte, cte.c.author_id == Author.id).order_by(Author.name)).all())

with Session(engine) as session:
    ada = session.scalars(select(Author).filter_by(name="Ada")).one()
    print(ada is session.get(Author, ada.id), ada in session)
    book = ada.books[0]
    book.price += 1
    book.words.append("green")
    print(session.dirty)
    session.flush()
    print(book.version)
    moved = ada.books.pop()
    session.flush()
    print(moved in session, session.scalar(select(func.count(Book.id))))
    with session.begin_nested() as savepoint:
        session.add(Author(name="Bert"))
        try:
            session.flush()
        except IntegrityError as error:
            print(type(error.orig).__name__, error.orig, error.statement)
            savepoint.rollback()
    print(session.execute(update(Book).where(Book.price < 10).values(price=Book.price * 2).returning(Book.title)).scalars().all())
    session.rollback()
    print(ada.books[0].price, session.scalar(select(func.count(Book.id))))
    for wrong in (lambda: Author(name=""), lambda: session.scalars(select(Author).where(Author.name == "None")).one(), lambda: session.scalars(select(Author)).one_or_none(),
                  lambda: Author(nome="x"), lambda: session.execute(text("select * from nothing")), lambda: select(Author).where(Author.books == 3)):
        try:
            wrong()
        except Exception as error:
            print(type(error).__module__, type(error).__name__, str(error).splitlines()[0])

with Session(engine) as one, Session(engine) as two:
    first, second = one.get(Book, 2), two.get(Book, 2)
    first.title = "changed"
    one.commit()
    second.title = "changed too"
    try:
        two.commit()
    except Exception as error:
        print(type(error).__name__, str(error)[:60])

pool = create_engine("sqlite:///orm.sqlite3", poolclass=QueuePool, pool_size=3, max_overflow=0)
registry = scoped_session(sessionmaker(pool))
totals = []


def work(i):
    session = registry()
    totals.append((i, session.scalar(select(func.count()).select_from(Book).where(Book.id > i))))
    registry.remove()


threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(totals), pool.pool.checkedout())
with Session(engine) as session:
    session.delete(session.get(Author, 1))
    session.commit()
    print(session.scalars(select(Book).options(joinedload(Book.author)).order_by(Book.id)).unique().all())
    ended = session.get(Author, 2)
try:
    print(ended.books)
except Exception as error:
    print(type(error).__name__, str(error).partition(">")[2][:60])
