print(ascii("\x41\u0041\U00000041\N{LATIN SMALL LETTER A WITH ACUTE}\101\0\7777"))
print(ascii("\ud800 \udfff \ud83d\ude00 \U0001F600"))
print("a\
b", "a\\\nb", '\'', "\"", r"\'", R"\n", u"x", r"\\")
print(ascii("\N{bullet} \N{SPACE}|\N{HANGUL SYLLABLE GAG} \N{CJK UNIFIED IDEOGRAPH-4E00} \N{LF}"))
print("'''" '"""' """a'b"c""" '''d"e''')
print(len("\r\n"), len("""
"""), repr("\t\x7f\x80\xad\u2028"))
