sources = [
    "# -*- coding: latin-1 -*-\nx = '\u00e9'\n".encode("latin-1"),
    "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\u20ac'\n".encode("cp1252"),
    "# coding=utf-8\nx = '\u4e2d'\n".encode(),
    b"\xef\xbb\xbfx = '\xc3\xa9'\n",
    b"\xef\xbb\xbf# coding: utf-8\nx = 'bom'\n",
    "x = 1\n# coding: latin-1\nx = '\u00e9'\n".encode(),
    "\n# coding: koi8-r\nx = '\u0431'\n".encode("koi8-r"),
    "# coding: ascii\nx = 'plain'\n".encode(),
    "# coding: utf-8-sig\nx = 'sig'\n".encode(),
    "# coding: iso-8859-15\nx = '\u20ac'\n".encode("iso-8859-15"),
]
for source in sources:
    space = {}
    exec(source, space)
    print(ascii(space["x"]))
