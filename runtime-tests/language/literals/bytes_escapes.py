print(b"\x00\xff\n\t\\\'\"\a\b\f\v\r\0\101\7")
print(b'\
joined', b"a" b"b" rb"\n" Rb'\x41' bR"\'" BR"x")
print(b"\377", b"\1234", len(b"\N{BULLET}"))
print(b"""multi
line""")
