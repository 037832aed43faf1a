import _csv
def e(f):
    try: print(repr(f()))
    except BaseException as x: print(type(x).__name__,x)
R=lambda s,**k: list(_csv.reader(s,**k))
D=_csv.Dialect
for k in (dict(delimiter=''),dict(delimiter='ab'),dict(delimiter=1),dict(delimiter=None),dict(quotechar='ab'),dict(quotechar=1),dict(quotechar=None),dict(quotechar=None,quoting=0),dict(quotechar='',quoting=3),dict(escapechar='ab'),dict(escapechar=''),dict(lineterminator=None),dict(lineterminator=1),dict(quoting=9),dict(quoting='a'),dict(quoting=None),dict(delimiter='\n'),dict(delimiter=' '),dict(delimiter=' ',skipinitialspace=True),dict(quotechar=' ',skipinitialspace=True),dict(delimiter='"'),dict(escapechar=','),dict(lineterminator=','),dict(foo=1),dict(strict=2),dict(doublequote=[]),dict(quotechar='\r'),dict(escapechar='"'), dict(quoting=True)):
    print(k,end=' '); e(lambda:type(D(**k)).__name__)
d=D()
print(d.delimiter,d.doublequote,d.escapechar,repr(d.lineterminator),d.quotechar,d.quoting,d.skipinitialspace,d.strict)
e(lambda:type(D(5)).__name__)
e(lambda:D('nope'))
e(lambda:_csv.reader(1))
e(lambda:_csv.reader())
e(lambda:_csv.reader([],'nope'))
e(lambda:_csv.register_dialect(1))
e(lambda:_csv.register_dialect())
e(lambda:_csv.unregister_dialect('x'))
e(lambda:_csv.get_dialect('x'))
e(lambda:_csv.register_dialect('a',delimiter=':'))
e(lambda:_csv.list_dialects())
e(lambda:_csv.get_dialect('a').delimiter)
e(lambda:list(_csv._dialects))
e(lambda:_csv.field_size_limit())
e(lambda:_csv.field_size_limit('a'))
e(lambda:_csv.field_size_limit(5))
e(lambda:R(['abcdefg']))
e(lambda:_csv.field_size_limit(131072))
e(lambda:R(['a,b\0c']))
e(lambda:R([b'a']))
e(lambda:R([1]))
e(lambda:R(['a\nb']))
e(lambda:R(['a\r\n','b']))
e(lambda:R(['"a\n','b"']))
e(lambda:R(['"a']))
e(lambda:R(['"a'],strict=True))
e(lambda:R(['"a"b'],strict=True))
e(lambda:R(['"a"b']))
e(lambda:R(['a"b']))
e(lambda:R(['"a""b"']))
e(lambda:R(['a\\,b'],escapechar='\\'))
e(lambda:R(['a\\'],escapechar='\\'))
e(lambda:R(['a\\'],escapechar='\\',strict=True))
e(lambda:R(['','a','\n']))
e(lambda:R(['1,"a",2.5'],quoting=2))
e(lambda:R(['a'],quoting=2))
e(lambda:R(['1,"",,"a"'],quoting=4))
e(lambda:R(['1,"",,"a"'],quoting=5))
e(lambda:R([' a, "b"'],skipinitialspace=True))
e(lambda:R([' a, b'],delimiter=' ',skipinitialspace=False))
e(lambda:R(['"a"'],quoting=3))
e(lambda:R(['a\n\n']))
e(lambda:R(['"ab\\"c"'],escapechar='\\'))
e(lambda:R(['a,b\r']))
e(lambda:R(["'a'"],quotechar="'"))
e(lambda:R(['"a\\'],escapechar='\\'))
e(lambda:R(['"a"\r"b"']))
class W:
    def __init__(s): s.o=[]
    def write(s,x): s.o.append(x); return len(x)
def w(row,**k):
    o=W(); x=_csv.writer(o,**k); r=x.writerow(row); return o.o,r
for q in range(6):
    for row in ([1,'a',None,2.5,'b,c','d"e','f\ng',''],[None],[''],[],['a b',' x'],['\r'],['é\\']):
        e(lambda:w(row,quoting=q))
e(lambda:w(['a,b'],quoting=3,escapechar='\\'))
e(lambda:w(['a"b'],doublequote=False))
e(lambda:w(['a"b'],doublequote=False,escapechar='\\'))
e(lambda:w(['a\\b'],escapechar='\\'))
e(lambda:w(5))
e(lambda:_csv.writer(1))
e(lambda:w(['a'],lineterminator='!'))
e(lambda:w(['!'],lineterminator='!'))
e(lambda:w([''],quoting=3))
e(lambda:w(['',''],quoting=3))
e(lambda:w([' a'],skipinitialspace=True))
e(lambda:w(['a b'],delimiter=' '))
e(lambda:w([None],quoting=5))
e(lambda:w([None,None],quoting=3))
e(lambda:w(['']*2,delimiter=' ',skipinitialspace=True))
e(lambda:w(['']*2,delimiter=' ',skipinitialspace=True,quoting=3))
x=_csv.writer(W())
e(lambda:x.writerows([[1],[2]]))
e(lambda:x.writerows(5))
e(lambda:x.writerows([5]))
e(lambda:type(x.dialect).__name__)
r=_csv.reader(['a','b'])
next(r)
print(r.line_num,r.dialect.delimiter,type(r),type(x))
class DD:
    delimiter = ';'
    quoting = 1


e(lambda:R(['a;b'],dialect=DD))
e(lambda:_csv.Dialect(DD).quoting)
e(lambda:_csv.Dialect(d) is d)
e(lambda:_csv.Dialect(d,strict=True) is d)
import pickle
e(lambda:pickle.dumps(d))

import io
import csv
rows = [["name", "n", "x"], ["a,b", 1, 2.5], ['say "hi"', None, ""], ["multi\nline", -3, "é"]]
for dialect in csv.list_dialects():
    if dialect == "a":
        continue
    text = io.StringIO(newline="")
    csv.writer(text, dialect).writerows(rows)
    print(dialect, repr(text.getvalue()), list(csv.reader(io.StringIO(text.getvalue(), newline=""), dialect)))
text = io.StringIO()
w = csv.DictWriter(text, ["a", "b"], restval="-", extrasaction="ignore", lineterminator="\n")
w.writeheader()
w.writerows([{"a": 1}, {"a": 2, "b": 3, "c": 4}])
print(text.getvalue(), list(csv.DictReader(io.StringIO(text.getvalue()))))
total = 0
lines = [f'{i},"q{i}",{i * 2}' for i in range(2000)]
for row in csv.reader(lines):
    total += int(row[0]) + len(row[1]) + int(row[2])
print(total)
