#!/usr/bin/env python3
"""Writes Sources/Model/Tokenizer/Unicode/*Data.swift: the character classes, case and normalisation data that the Hugging
Face `tokenizers` library uses, read off the library itself.

    pip install -r ../requirements.txt && python unicode_tables.py

Each part of that library carries its own edition of Unicode (its regular expressions, its normalisation, its idea of
punctuation, Rust's standard library), so no single copy of UnicodeData.txt would agree with it. Asking the library about
every code point does.
"""
import os
import unicodedata

import tokenizers
from tokenizers import Regex, normalizers, pre_tokenizers

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "..", "Sources", "Model", "Tokenizer", "Unicode")
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
TEXT = "".join(map(chr, SCALARS))
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
CATEGORIES = ("Cc Cf Cn Co Cs Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs").split()
SCRIPTS = """Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Bhaiksuki
Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian Common
Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan
Elymaic Ethiopic Garay Georgian Glagolitic Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Gurung_Khema Han Hangul
Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian
Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin
Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Masaram_Gondi
Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar
Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Ol_Onal Old_Hungarian
Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya
Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian
Siddham SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le
Tai_Tham Tai_Viet Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Todhri Toto Tulu_Tigalari Ugaritic
Vai Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square""".split()


def matched(pattern):
    """The set of code points that the regular expression for one character matches."""
    pieces = pre_tokenizers.Split(Regex(pattern + "+"), "removed", True).pre_tokenize_str(TEXT)
    return {SCALARS[i] for _, (a, b) in pieces for i in range(a, b)}


def kept(pre_tokenizer):
    return {SCALARS[i] for _, (a, b) in pre_tokenizer.pre_tokenize_str(TEXT) for i in range(a, b)}


def varint(n):
    out = ""
    while n >= 32:
        out += DIGITS[32 + n % 32]
        n //= 32
    return out + DIGITS[n]


def flips(members):
    """Code points at which membership changes, as differences."""
    out, last = "", 0
    for c in range(0x110001):
        if (c in members) != (c - 1 in members):
            out += varint(c - last)
            last = c
    return out


def runs(value):
    out, start = "", 0
    for c in range(1, 0x110001):
        if c == 0x110000 or value[c] != value[start]:
            out += varint(value[start]) + varint(c - start)
            start = c
    return out


def swift(name, doc, parts):
    """One file: an enum whose static members are base-64 strings, wrapped to the line length of the project."""
    lines = [f"// Made by Tests/Fixtures/tokenizers/unicode_tables.py from tokenizers {tokenizers.__version__}; do not edit.", ""]
    lines += [f"/// {d}" for d in doc] + [f"enum {name} {{"]
    for member, about, text in parts:
        lines += [f"  /// {about}", f'  static let {member} = """']
        lines += ["    " + text[i:i + 114] + "\\" for i in range(0, len(text), 114)]
        lines[-1] = lines[-1][:-1]
        lines += ['    """']
    with open(os.path.join(OUT, name + ".swift"), "w") as f:
        f.write("\n".join(lines) + "\n}\n")


def classes():
    category = [0] * 0x110000
    seen = set()
    for i, name in enumerate(CATEGORIES):
        for c in matched(rf"\p{{{name}}}") if name != "Cs" else range(0xD800, 0xE000):
            assert c not in seen
            seen.add(c)
            category[c] = i
    assert len(seen) == 0x110000
    of = lambda *names: {c for c in range(0x110000) if CATEGORIES[category[c]] in names}
    letters, marks, numbers = of("Ll", "Lm", "Lo", "Lt", "Lu"), of("Mc", "Me", "Mn"), of("Nd", "Nl", "No")
    punctuation = of("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps")
    assert letters == matched(r"\p{L}") and marks == matched(r"\p{M}") and numbers == matched(r"\p{N}")
    assert punctuation == matched(r"\p{P}") and of("Nd") == matched(r"\d")
    space = matched(r"\s")
    word_base = letters | marks | of("Nd", "Nl", "Pc")
    whitespace = set(SCALARS) - kept(pre_tokenizers.WhitespaceSplit())
    # Rust's regular expressions: `\w+|[^\w\s]+` keeps all but white space; a word character sticks to a letter.
    probe = pre_tokenizers.Whitespace()
    rust_word = {c for c in SCALARS if len(probe.pre_tokenize_str("a" + chr(c))) == 1 and c not in whitespace}
    assert kept(probe) == set(SCALARS) - whitespace
    digits = pre_tokenizers.Digits(False).pre_tokenize_str(TEXT)
    numeric = {SCALARS[i] for k, (_, (a, b)) in enumerate(digits) if k % 2 == 1 for i in range(a, b)}
    assert ord("7") in numeric and ord("a") not in numeric
    punct = set(SCALARS) - kept(pre_tokenizers.Punctuation("removed"))
    ascii_punct = {c for c in range(128) if chr(c) in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"}
    swift("GeneralCategoryData", ["General categories of all code points, as the regular expressions of the reference have them."],
          [("names", "Names by number.", " ".join(CATEGORIES)), ("runs", "(number, length) of each run.", runs(category))])
    swift("CharacterSetData", ["Sets of code points, each as the places where it differs from one made of general categories."],
          [("regexSpace", r"`\s` of the regular expressions, whole.", flips(space)),
           ("regexWord", r"`\w` of the regular expressions against L, M, Nd, Nl, Pc.", flips(matched(r"\w") ^ word_base)),
           ("whitespace", "White space in Rust, whole.", flips(whitespace)),
           ("numeric", "Numeric characters in Rust against N.", flips(numeric ^ numbers)),
           ("word", r"`\w` of Rust's regular expressions against L, M, Nd, Nl, Pc.", flips(rust_word ^ word_base)),
           ("punctuation", "What splits at punctuation, against P and ASCII punctuation.", flips(punct ^ (punctuation | ascii_punct)))])
    script = [0] * 0x110000
    for i, name in enumerate(SCRIPTS):
        for c in matched(rf"\p{{{name}}}"):
            assert script[c] == 0
            script[c] = i + 1
    swift("ScriptData", ["Scripts of all code points, as the regular expressions of the reference have them; 0 is none."],
          [("names", "Names from number 1 on.", " ".join(SCRIPTS)), ("runs", "(number, length) of each run.", runs(script))])


def mapped(normalizer, skip=lambda c: False):
    out = {}
    for c in SCALARS:
        if not skip(c):
            s = normalizer.normalize_str(chr(c))
            if s != chr(c):
                out[c] = [ord(x) for x in s]
    return out


def entries(table, flag=None):
    out, last = "", 0
    for c, to in sorted(table.items()):
        n = len(to) if flag is None else 2 * len(to) + flag(c)
        out += varint(c - last) + varint(n) + "".join(map(varint, to))
        last = c
    return out


def normalisation():
    nfd, nfkd, nfc = normalizers.NFD(), normalizers.NFKD(), normalizers.NFC()
    hangul = lambda c: 0xAC00 <= c <= 0xD7A3
    canonical = mapped(nfd, hangul)
    compatible = {c: to for c, to in mapped(nfkd, hangul).items() if canonical.get(c) != to}
    composes = lambda c: int(len(canonical[c]) > 1 and nfc.normalize_str(chr(c)) == chr(c))
    combining = {}
    for c in SCALARS:
        k = unicodedata.combining(chr(c))
        if c in canonical:
            continue
        # A mark moves before U+0334 (class 1) when its own class is higher, behind U+0301 (class 230) when it is lower.
        moves = nfd.normalize_str(chr(c) + "\u0334") == "\u0334" + chr(c) if k != 1 else \
            nfd.normalize_str("\u0301" + chr(c)) == chr(c) + "\u0301"
        if c == 0x334:
            moves = True
        assert k or not moves, hex(c)
        if k and moves:
            combining[c] = k
    classes_ = [0] * 0x110000
    for c, k in combining.items():
        classes_[c] = k
    strip = normalizers.StripAccents()
    marks = {c for c in SCALARS if strip.normalize_str(chr(c)) == ""}
    swift("CanonicalData", ["Canonical decompositions (Hangul syllables are computed) and combining classes."],
          [("decompositions", "(difference of code point, 2 × length + whether the character is also composed, scalars).",
            entries(canonical, composes)),
           ("combiningClasses", "(class, length) of each run.", runs(classes_)),
           ("marks", "What StripAccents removes.", flips(marks))])
    swift("CompatibilityData", ["Compatibility decompositions where they differ from the canonical ones."],
          [("decompositions", "(difference of code point, length, scalars).", entries(compatible))])
    swift("LowercaseData", ["Lower case where it differs from the character."],
          [("mappings", "(difference of code point, length, scalars).", entries(mapped(normalizers.Lowercase())))])


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    classes()
    normalisation()
