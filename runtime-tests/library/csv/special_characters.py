# Narrow and wide fields, quotes and escapes at every place, and line ends of all kinds.
import csv
import io

def read(lines, **rules):
    try:
        return list(csv.reader(lines, **rules))
    except (csv.Error, ValueError) as error:
        return str(error)

lines = ["a,b,c\n", '"x,y",z\r\n', 'a""b,"c""d"\n', ' a, b,"q" r\n', "\n", "\u00e9,\u20acuro,\"\u00fc\u20ac\"\n",
         "a\\,b,c\n", "'s,t',u\n", "x\ry\n", '"open', "plain", '""\n', ",\n", '"a"b"c,d\n', "1.5,\"2\",3\n"]
rules = [{}, {"quotechar": "'"}, {"escapechar": "\\"}, {"quoting": csv.QUOTE_NONE}, {"quoting": csv.QUOTE_STRINGS},
         {"skipinitialspace": True}, {"strict": True}, {"doublequote": False}, {"delimiter": "\u20ac"},
         {"doublequote": False, "escapechar": "\\", "quoting": csv.QUOTE_ALL}]
for line in lines:
    for rule in rules:
        print(read([line], **rule))
print(read(['"multi\n', 'line",end\n']))
limit = csv.field_size_limit(5)
print(read(["abcde,ab\n"]), read(["ab,abcdef\n"]), read(['"abcdef"\n']), read(['"abc\n', 'de"\n']))
csv.field_size_limit(limit)

rows = [[1, "a b", 'c"d'], [], [""], [None], ["a,b"], ["x\ny", "\r"], ["\u00e9", "\u20ac"], ["a\\b"], ["a|b"]]
rules += [{"quoting": csv.QUOTE_NONE, "escapechar": "\\"}, {"lineterminator": "|"}, {"lineterminator": "\u20ac"},
          {"lineterminator": ""}, {"delimiter": " ", "skipinitialspace": True}]
for rule in rules:
    for row in rows:
        out = io.StringIO(newline="")
        try:
            csv.writer(out, **rule).writerow(row)
            print(ascii(out.getvalue()))
        except (csv.Error, ValueError) as error:
            print(error)
