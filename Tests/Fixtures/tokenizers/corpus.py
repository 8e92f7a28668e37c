"""Texts for the tokenizer fixtures: one part to train on, one made to tell implementations apart."""

TRAIN = """The quick brown fox jumps over the lazy dog. It wasn't what we'd expected, but they're sure that we'll manage.
Once upon a time there was a little girl who lived in a small house near the forest with her mother and her brother.
In 1984 the number of people was 1,234,567 and the price rose from $12.50 to $13.75, or about 10% in 24 hours.
def main(argv):\n    for i in range(10):\n        print(f"{i}: {argv[i]}")\n    return {"a": 1, "b": [2, 3]}
The capital of France is Paris. The capital of Germany is Berlin. What is the capital of Italy? Rome, of course!
Les élèves français étudient à l'école; où est la bibliothèque? Ça va très bien, merci, et vous-même?
Die Straßenbahn fährt über die Brücke, während der Schüler Äpfel und Öl für seine Großmutter kauft.
Съешь же ещё этих мягких французских булок, да выпей чаю. Все люди рождаются свободными и равными.
我们今天去北京的图书馆看书，然后吃饭。人人生而自由，在尊严和权利上一律平等。
すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。カタカナも使います。
모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.
يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता है।
כל בני האדם נולדו בני חורין ושווים בערכם. Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι. มนุษย์ทั้งหลายเกิดมามีอิสระ
The answer is yes. The answer is no. Question: what is the answer? Answer: the answer is that there is no answer.
"""

E_ACUTE, E_PLUS_ACUTE = "\u00e9", "e\u0301"

NASTY = [
    "", " ", "  ", "   ", "\t", "\n", "\r\n", "\n\n\n", " \n", "\n ", "  \n  \n", "a", "A", "0", ".", "'", "''", "\u00a0", "\u3000",
    "Hello", " Hello", "  Hello", "Hello ", "Hello  ", "Hello world", "Hello  world", "Hello\nworld", "Hello\n world", "Hello \nworld",
    "Hello\n\nworld", "Hello\r\nworld\r\n", "a\tb\t\tc", "\t\tif x:\n\t\t\treturn", "    return x", "x = 1\n\n\n    y = 2  \n",
    "The quick brown fox jumps over the lazy dog.", "I'm sure we'll say they've won, I'd think; it's his' cat's.",
    "I'M SURE WE'LL SAY THEY'VE WON'T", "it\u2019s don\u2019t", "'s 't 're 've 'm 'll 'd 'S 'RE 'lL", "'\u017f x'\u017f '\u017ft K'\u212a",
    "x''s '''", "1", "12", "123", "1234", "12345", "123456789", "3.14159", "1,234,567.89", "007 agents", "2\u00b2 \u00bd \u2167 \u0663\u0664\u0665 \u4e09 \u096a\u096b",
    "$12.50 + \u20ac3,20 = 100%!", "foo_bar-baz/qux.py#L10", "a+b=c; (x*y) [z] {w} <v>", "!!!???...", "?!?!\n?!", "...\n...", "#!/bin/sh\r\n",
    "caf" + E_ACUTE, "caf" + E_PLUS_ACUTE, E_ACUTE + E_PLUS_ACUTE, "\u1e69 s\u0323\u0307 s\u0307\u0323", "A\u030a \u212b \u00c5", "q\u0307\u0323",
    "\u0344", "\u0301a", " \u0301", "\u0f73\u0f75", "a\u0316\u0301b", "a\u0301\u0316\u0301", "\u1100\u1161\u11a8 \uac01 \uac00\u11a8 \u1100\u1161", "\u2126 \u03a9 \ufb01 \ufb03 \u00df \u1e9e",
    "\u0958 \u0915\u093c", "\u2adc \u0338", "\U0001d15e\U0001d16f", "\u0130 \u0131 I i \u01c5", "\u1f80 \u03c3\u03c2", "\uff21\uff22\uff23 \uff11\uff12", "x\u0300\u0301\u0302\u0303\u0304" * 3,
    "Les \u00e9l\u00e8ves fran\u00e7ais", "Stra\u00dfe \u00dcber \u00c4pfel", "\u0441\u044a\u0435\u0448\u044c \u0435\u0449\u0451", "\u6211\u4eec\u4eca\u5929\u53bb\u5317\u4eac\u3002", "\u65e5\u672c\u8a9e\u306e\u30c6\u30b9\u30c8\u3001\u30ab\u30bf\u30ab\u30ca",
    "\ud55c\uad6d\uc5b4 \ubb38\uc7a5", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u0645\u064f\u062d\u064e\u0645\u064e\u0651\u062f", "\u05e2\u05d1\u05e8\u05d9\u05ea \u05e9\u05c1", "\u0939\u093f\u0928\u094d\u0926\u0940 \u0915\u094d\u0937", "\u0e44\u0e17\u0e22\u0e01\u0e33", "\u0b95\u0bcd\u0bb7 \u0baa\u0bca", "\u1798\u17d2\u179a",
    "\U00010330\U00010331 \U0001d400 \U00020000\U0002a6df", "\u13a0\uab70 \u10a0\u2d00 \u1c90", "\U0001e900\U0001e922",
    "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466!", "\U0001f44d\U0001f3fd \U0001f1e9\U0001f1ea \u2764\ufe0f 1\ufe0f\u20e3", "a\U0001f600b\U0001f600", "\U0001f600 \U0001f600\n",
    "\x00", "a\x00b", "\x01\x02\x1b[31m\x7f", "\u0085\u2028\u2029\x0b\x0c\x1c", "a\u0085b\u2028c", "\u200b\u200c\u200d\u2060\ufeff", "\ufeffBOM", "\ufffd\ufffe\uffff", "\U0010ffff\ue000",
    "\u202eright\u202c", "soft\u00adhyphen", "\u180e \u1680x\u2003y\u205fz", "end with space \u3000", "tabs\tand  \u00a0 nbsp",
    "<|endoftext|>", "a<|endoftext|>b", " <|endoftext|> ", "<|endoftext|><|endoftext|>", "<|endoftext|", "<|end<|endoftext|>", "<s>", "</s>", "<s>Hi</s>", " <s> ",
    "<unk>", "<pad><mask>", "Hello <mask> world", "Hello<mask>world", "Hello  <mask>  world", "\n<mask>\n", "<mask><mask> <mask>",
    "<lr>", "a <lr> b", "a  <lr>  <lr>  b", "<l> <r> <l>", "<r>  <l>", "a<r>  b  <l>c", "word words sword word", " word ", "word", "keyword_word-word word1", "\u00e9word word\u0301",
    "Tok\u00c9n tok\u00e9n toke\u0301n TOK\u00c9N", "new york New York NEW YORK newyork", "Sch\u00f6n sch\u00f6n Scho\u0308n", "aaaabaaab", "<|a|><|a|b|>", "\u2581", "\u2581\u2581a", "a\u2581b \u2581c", "\u2581 \u2581",
    "\u0120 \u0121 \u010a \u0100", "<0x41><0xFF>", "\\n \\u0041", "\u00ad\u0378\u0379", "x" * 64, "ab" * 48, "ab" * 49, "the " * 40, " " * 100 + "x", "\n" * 50, " \n" * 30 + "x", "-" * 77, "=" * 16 + "\n", "9" * 40,
    "def f(x):\n    \"\"\"Doc.\"\"\"\n    if x > 10:\n        return x ** 2  # squared\n    return {'a': [1, 2], \"b\": None}\n",
    "Q: What is 17 + 4?\nA: 21\n", "### Instruction:\nSay hi.\n\n### Response:\n", "https://example.org/a?b=c&d=%20e#f", "user@example.com", "C:\\dir\\file.txt",
]

LONG = ["".join("thequickbrownfox"[(i * i + i // 7) % 16] for i in range(5000)), "\u00e9\u4e2d" * 1200, "supercalifragilistic" * 250, " " * 5000]
