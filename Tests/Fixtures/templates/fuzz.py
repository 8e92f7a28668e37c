"""Random templates with what jinja2 makes of them, for `ChatTemplateTests`.

    python fuzz.py 20000 7 > cases.jsonl
    MINDSTATE_TEMPLATE_CASES=cases.jsonl swift test --filter ChatTemplateTests

Arguments: number of cases and seed.
"""

import json
import random
import sys
import warnings

import reference

VARIABLES = {
    "s": "Hello World", "t": "  a,b;c  \n", "u": "ß É 你好 🙂 ΣΑΣ", "e": "", "n": 3, "m": -7, "z": 0, "f": 2.5, "g": -0.125,
    "big": 1e20, "T": True, "F": False, "N": None, "l": [3, 1, 2], "ls": ["b", "A", "c", "a"], "le": [],
    "d": {"items": 5, "k": "v", "a": [1, {"x": 2}]}, "de": {}, "mix": [1, "1", 2.0, None, True],
    "ms": [
        {"role": "user", "content": "hi", "n": 2}, {"role": "assistant", "content": "yo\nthere", "n": 1},
        {"role": "user", "content": None, "extra": {"k": [1]}, "n": 3},
    ],
    "q": "it's \"q\" \\ \t\n\x7f\u00a0\u200b", "nl": [[1, 2], [3, 4]], "html": "<a href='x'>&\"</a>",
}
NAMES = list(VARIABLES) + ["undefinedname", "x", "y"]
STRINGS = ["", "a", "x y", "Hello", "l", "role", "k", ",", " ", "\\n", "it's", "%s", "%d|%5.2f", "é", "ab12", "{}", "{0}-{1!r}"]
FILTERS = [
    "upper", "lower", "trim", "length", "first", "last", "list", "string", "int", "float", "abs", "title", "capitalize",
    "reverse", "sort", "unique", "join", "tojson", "items", "count", "sum", "min", "max", "safe", "e", "escape",
    "forceescape", "wordcount", "round", "indent", "urlencode", "dictsort", "default", "d", "center",
]
FILTER_CALLS = [
    "join(', ')", "join(s)", "default('dflt')", "default('x', true)", "d(n)", "replace('l', 'LL')", "replace('a', '', 1)",
    "map('upper')", "map(attribute='role')", "map(attribute='extra.k', default=0)", "map('int')", "select('string')",
    "select", "reject('none')", "selectattr('role', 'equalto', 'user')", "selectattr('content')", "rejectattr('extra')",
    "rejectattr('n', 'gt', 1)", "batch(2)", "batch(2, 'f')", "slice(2)", "slice(3, '-')", "indent(2)", "indent(2, true)",
    "indent('> ', first=true, blank=true)", "truncate(5)", "truncate(5, true)", "truncate(4, false, '~', 0)", "round(1)",
    "round(2, 'floor')", "round(1, 'ceil')", "round(-1)", "int(7)", "int(base=16)", "float(1.5)", "sort(reverse=true)",
    "sort(attribute='n')", "sort(case_sensitive=true)", "dictsort(by='value')", "dictsort(true, 'key', true)",
    "groupby('role')", "groupby('n')", "tojson(indent=2)", "tojson(ensure_ascii=true)", "tojson(sort_keys=true)",
    "tojson(separators=(',', ':'))", "trim('a ')", "center(12)", "unique(attribute='role')", "sum(attribute='n')",
    "sum(start=2)", "min(attribute='n')", "max(attribute='role')", "attr('k')", "attr('items')", "format(n)", "format(s, f)",
    "map('default', 'zz')", "map('replace', 'a', 'b')", "select('in', [1, 2])", "select('odd')", "map('string')",
    "map('length')", "map('first')", "reject('mapping')", "list|length", "map('tojson')", "map('upper')|join('-')",
    "selectattr('role', '==', 'user')|list", "groupby('role')|map('list')|list", "unique|list", "reverse|list",
]
TESTS = [
    "defined", "undefined", "none", "string", "number", "mapping", "iterable", "sequence", "true", "false", "boolean",
    "integer", "float", "odd", "even", "lower", "upper", "callable", "divisibleby 2", "divisibleby(3)", "eq 3", "ne 'a'",
    "gt 1", "ge 2", "lt 5", "le n", "in [1, 2, 3]", "in 'Hello'", "sameas none", "sameas true", "equalto s", "escaped",
    "==(3)", "filter", "test",
]
METHODS = [
    "strip()", "lstrip()", "rstrip('\\n ')", "split()", "split(',')", "split(' ', 1)", "rsplit('l', 1)", "rsplit(None, 1)",
    "splitlines()", "splitlines(true)", "upper()", "lower()", "title()", "capitalize()", "swapcase()", "startswith('He')",
    "endswith(('d', 'x'))", "find('l')", "rfind('l')", "find('l', 4)", "index('o')", "count('l')", "count('')",
    "replace('l', 'r')", "replace('', '-')", "replace('l', 'r', 1)", "join(ls)", "partition(' ')", "rpartition(',')",
    "removeprefix('He')", "removesuffix('ld')", "isdigit()", "isalpha()", "isalnum()", "isspace()", "isupper()", "islower()",
    "istitle()", "isidentifier()", "isprintable()", "isascii()", "isdecimal()", "isnumeric()", "zfill(14)", "ljust(14, '.')",
    "rjust(14)", "center(15, '*')", "expandtabs(4)", "format(1, 2)", "format(a=1)", "get('k')", "get('zz')", "get('zz', 9)",
    "items()", "keys()", "values()", "items()|list", "keys()|join(',')", "copy()", "index(1)", "count(1)", "append(1)",
    "pop()", "update({})", "casefold()", "lstrip('H')", "encode",
]
ATTRIBUTES = ["k", "items", "role", "content", "zz", "a", "0", "n", "upper", "x", "__class__", "grouper"]
FORMATS = [
    "'%s-%r' % (s, l)", "'%d' % n", "'%5d|%-5d|%05d' % (n, n, m)", "'%x %X %o' % (255, 255, 8)", "'%.2f' % f", "'%e' % f",
    "'%g %g' % (f, big)", "'%%' % ()", "'%(k)s' % d", "'%s' % (d,)", "'%+d % d' % (n, n)", "'%10.3s|' % s", "'%c' % 'a'",
    "'{:>8}|{:<5}|{:^7}'.format(s, n, e)", "'{:05d} {:+d} {:,}'.format(n, n, 1234567)", "'{:.2f} {:e} {:g} {:%}'.format(f, f, f, f)",
    "'{0}{0}{1}'.format(s, n)", "'{k} {k!r}'.format(k=q)", "'{d[k]} {d.k}'.format(d=d)", "'{:x} {:#x} {:b}'.format(255, 255, 5)",
    "'{{}}'.format()", "'{:*^{w}}'.format('x', w=5)", "'{}'.format(l)", "'{:s}'.format(n)", "'{:010.3f}'.format(g)",
]


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def literal(self):
        r = self.rng
        return r.choice([
            lambda: repr(r.choice([0, 1, 2, 3, -1, 10, 255])).replace("-1", "(-1)"),
            lambda: r.choice(["1.0", "0.5", "1e3", "2.50", "1_000"]),
            lambda: "'" + r.choice(STRINGS).replace("'", "\\'") + "'",
            lambda: '"' + r.choice(STRINGS) + '"',
            lambda: r.choice(["true", "False", "none", "[]", "{}", "()", "(1,)"]),
        ])()

    def expression(self, depth):
        r = self.rng
        if depth <= 0 or r.random() < 0.12:
            return r.choice([self.literal, lambda: r.choice(NAMES), lambda: r.choice(NAMES)])()
        e = lambda: self.expression(depth - 1)
        kind = r.randrange(22)
        if kind < 3:
            return f"{e()} {r.choice(['+', '-', '*', '/', '//', '%', '~', '~', '+'])} {e()}"
        if kind < 5:
            return f"{e()} {r.choice(['==', '!=', '<', '>', '<=', '>=', 'in', 'not in', 'and', 'or'])} {e()}"
        if kind < 8:
            return f"{self.postfix(depth)}|{r.choice(FILTERS)}"
        if kind < 11:
            return f"{self.postfix(depth)}|{r.choice(FILTER_CALLS)}"
        if kind == 11:
            return f"{self.postfix(depth)} is {r.choice(['', 'not '])}{r.choice(TESTS)}"
        if kind < 15:
            return f"{self.postfix(depth)}.{r.choice(METHODS)}"
        if kind == 15:
            return f"{self.postfix(depth)}.{r.choice(ATTRIBUTES)}"
        if kind == 16:
            return f"{self.postfix(depth)}[{r.choice([e(), repr(r.choice(ATTRIBUTES)), str(r.randrange(-4, 4))])}]"
        if kind == 17:
            bound = lambda: r.choice(["", "", str(r.randrange(-5, 6))])
            step = r.choice(["", "", ":" + r.choice(["1", "2", "-1", "-2", ""])])
            return f"{self.postfix(depth)}[{bound()}:{bound()}{step}]"
        if kind == 18:
            return f"({e()} if {e()} else {e()})" if r.random() < 0.8 else f"({e()} if {e()})"
        if kind == 19:
            return r.choice([
                lambda: f"[{e()}, {e()}]", lambda: f"({e()}, {e()})", lambda: f"{{'k': {e()}, {self.literal()}: {e()}}}",
                lambda: f"{e()} < {e()} <= {e()}", lambda: f"dict(a={e()}, b={e()})", lambda: f"range({r.randrange(5)})|list",
                lambda: f"range({r.randrange(-3, 4)}, {r.randrange(8)}, {r.choice([1, 2, -1])})",
            ])()
        if kind == 20:
            return r.choice(FORMATS)
        return r.choice([lambda: f"not {e()}", lambda: f"-{self.postfix(depth)}", lambda: f"({e()})", lambda: f"{e()} ** {r.randrange(4)}"])()

    # Expressions of one kind, so that most of them have a value.

    def text(self, depth):
        r = self.rng
        if depth <= 0:
            return r.choice(["s", "t", "u", "e", "q", "html", "'" + r.choice(STRINGS).replace("'", "\\'") + "'"])
        t, n, l = lambda: self.text(depth - 1), lambda: self.number(depth - 1), lambda: self.items(depth - 1)
        return r.choice([
            lambda: f"{t()} ~ {r.choice([t, n, l, lambda: self.mapping(depth - 1)])()}", lambda: f"({t()} + {t()})",
            lambda: f"({t()})|{r.choice(['upper', 'lower', 'trim', 'title', 'capitalize', 'string', 'reverse', 'indent(3)', 'truncate(7)', 'replace(s, t)', 'urlencode', 'tojson', 'center(20)', 'default(s)'])}",
            lambda: f"({t()}).{r.choice(['strip()', 'lstrip()', 'rstrip()', 'upper()', 'title()', 'swapcase()', 'capitalize()', 'casefold()', 'zfill(7)', 'expandtabs(3)', 'ljust(9, ' + repr('.') + ')', 'center(8)'])}",
            lambda: f"({t()}).replace({t()}, {t()})", lambda: f"({t()})[{r.randrange(-6, 6)}:{r.choice(['', r.randrange(-6, 9)])}]",
            lambda: f"({t()})[::{r.choice([-1, 2, -3, 5])}]", lambda: f"({t()}).join(({l()})|map('string'))",
            lambda: f"({l()})|join({t()})", lambda: f"({l()})|tojson", lambda: f"({self.mapping(depth - 1)})|tojson(indent={r.choice([0, 1, 4, 'none'])})",
            lambda: f"({t()} if {self.truth(depth - 1)} else {t()})", lambda: f"({t()} * {r.randrange(3)})", lambda: f"({t()}).split({r.choice(['', repr(' '), repr('l')])})[0]",
            lambda: f"({t()}).partition({t()} or '-')[{r.randrange(3)}]", lambda: f"({t()})|e", lambda: f"(({t()})|safe) ~ {t()}",
            lambda: f"'%s %r %5s|%-6s|' % ({t()}, {t()}, {n()}, {t()})", lambda: f"'{{}} {{!r}} {{:>9}} {{:^7.3}}|'.format({t()}, {l()}, {t()}, {t()})",
            lambda: f"ms[{r.randrange(3)}].{r.choice(['role', 'content'])}|string", lambda: f"({n()})|string",
        ])()

    def number(self, depth):
        r = self.rng
        if depth <= 0:
            return r.choice(["n", "m", "z", "f", "g", "1", "2", "10", "0.5", "255", "(-3)", "1e17", "T"])
        n, t, l = lambda: self.number(depth - 1), lambda: self.text(depth - 1), lambda: self.items(depth - 1)
        return r.choice([
            lambda: f"({n()} {r.choice(['+', '-', '*', '/', '//', '%'])} {n()})", lambda: f"({n()})|{r.choice(['abs', 'int', 'float', 'round', 'round(1)', 'round(2)', 'round(-1)'])}",
            lambda: f"({t()})|length", lambda: f"({l()})|length", lambda: f"({t()})|int(3)", lambda: f"({t()})|float", lambda: f"({t()}).{r.choice(['find', 'count', 'rfind'])}({t()})",
            lambda: f"({t()})|wordcount", lambda: f"(-{n()})", lambda: f"({n()} ** {r.randrange(3)})", lambda: "l|sum", lambda: "ms|sum(attribute='n')", lambda: f"(ms|map(attribute='n')|{r.choice(['max', 'min', 'sum', 'first'])})",
        ])()

    def items(self, depth):
        r = self.rng
        if depth <= 0:
            return r.choice(["l", "ls", "le", "mix", "ms", "nl", "[1, 2.5, 'x']", "('a', none)", "range(4)", "d.keys()", "d.items()", "d|items"])
        t, n, l = lambda: self.text(depth - 1), lambda: self.number(depth - 1), lambda: self.items(depth - 1)
        return r.choice([
            lambda: f"(({l()})|list)", lambda: f"(({l()})|reverse|list)", lambda: f"({t()}).{r.choice(['split()', 'splitlines()', 'split(' + repr('l') + ')', 'rsplit(None, 1)', 'partition(' + repr('l') + ')'])}",
            lambda: f"[{t()}, {n()}, {l()}|list]", lambda: f"(({l()})|list)[{r.randrange(-3, 3)}:]", lambda: f"(({l()})|map('string')|list)", lambda: f"(({l()})|select('{r.choice(['string', 'number', 'none', 'defined', 'mapping', 'true'])}')|list)",
            lambda: f"(({l()})|map('string')|map('{r.choice(['upper', 'length', 'first', 'title', 'trim'])}')|list)", lambda: f"(ms|selectattr('n', '{r.choice(['gt', 'lt', 'ne', '=='])}', {r.randrange(4)})|map(attribute='role')|list)",
            lambda: f"(({l()})|map('string')|sort{r.choice(['', '(reverse=true)', '(case_sensitive=true)'])})", lambda: f"(({l()})|map('string')|unique|list)", lambda: f"(({l()})|batch({r.randrange(1, 4)})|list)", lambda: f"(({l()})|slice(2, 0)|list)",
            lambda: f"(ms|groupby('{r.choice(['role', 'n'])}'))", lambda: "(d|dictsort)", lambda: f"(({l()})|list + ({l()})|list)", lambda: f"(ms|sort(attribute='{r.choice(['role,n', 'n', 'role'])}')|map(attribute='n')|list)",
        ])()

    def mapping(self, depth):
        r = self.rng
        if depth <= 0:
            return r.choice(["d", "de", "ms[0]", "ms[2].extra"])
        return r.choice([
            lambda: f"{{{self.text(depth - 1)}: {self.items(depth - 1)}|list, 'k': {self.number(depth - 1)}}}", lambda: f"dict(a={self.text(depth - 1)}, b={self.truth(depth - 1)})",
            lambda: f"dict({self.mapping(depth - 1)}, k={self.number(depth - 1)})", lambda: "d", lambda: "dict(d|dictsort)",
        ])()

    def truth(self, depth):
        r = self.rng
        if depth <= 0:
            return r.choice(["T", "F", "true", "n", "s", "le", "undefinedname"])
        t, n, l = lambda: self.text(depth - 1), lambda: self.number(depth - 1), lambda: self.items(depth - 1)
        return r.choice([
            lambda: f"({t()} {r.choice(['==', '!=', '<', '>=', 'in', 'not in'])} {t()})", lambda: f"({n()} {r.choice(['==', '!=', '<', '>', '<=', '>='])} {n()})", lambda: f"(not {self.truth(depth - 1)})",
            lambda: f"({self.truth(depth - 1)} {r.choice(['and', 'or'])} {self.truth(depth - 1)})", lambda: f"({r.choice([t, n, l])()} is {r.choice(['', 'not '])}{r.choice(['string', 'number', 'iterable', 'mapping', 'sequence', 'defined', 'none', 'boolean', 'integer', 'float', 'callable', 'lower', 'upper'])})",
            lambda: f"({t()}).{r.choice(['startswith', 'endswith'])}({t()})", lambda: f"({t()}).{r.choice(['isdigit', 'isalpha', 'isspace', 'isupper', 'islower', 'istitle', 'isalnum', 'isidentifier', 'isprintable'])}()",
            lambda: f"({n()} in ({l()})|list)", lambda: f"({l()}|list == {l()}|list)", lambda: f"({n()} < {n()} < {n()})", lambda: f"({self.mapping(depth - 1)} == {self.mapping(depth - 1)})",
        ])()

    def typed(self, depth):
        return self.rng.choice([self.text, self.text, self.number, self.items, self.mapping, self.truth])(depth)

    def postfix(self, depth):
        inner = self.expression(depth - 1)
        return inner if inner.isidentifier() else f"({inner})"

    def blank(self):
        return self.rng.choice(["", "", "\n", " ", "\n  ", "text", "  \n\n ", "a "])

    def tag(self, body):
        r = self.rng
        return f"{{%{r.choice(['', '', '-', '+'])} {body} {r.choice(['', '', '-', '+'])}%}}"

    def statements(self, depth, loop=False):
        return self.blank() + "".join(
            self.statement(depth, loop) + self.blank() for _ in range(self.rng.randrange(1, 4)))

    def statement(self, depth, loop):
        r = self.rng
        e = lambda: self.typed(r.randrange(3)) if r.random() < 0.9 else self.expression(2)
        kind = r.randrange(16) if depth > 0 else r.randrange(4)
        body = lambda inner=loop: self.statements(depth - 1, inner)
        name = lambda: r.choice(["x", "y", "n", "s", "acc"])
        if kind == 0 or kind == 4:
            return f"{{{{{r.choice(['', '-'])} {e()} {r.choice(['', '-'])}}}}}"
        if kind == 1:
            return self.tag(f"set {name()} = {e()}")
        if kind == 2:
            return r.choice(["{# note #}", "{#- note -#}", "  {# a\n b #}\n", "{{ x }}", "{{ y }}", "{{ n }}", "{{ s }}"])
        if kind == 3:
            if loop and r.random() < 0.5:
                return self.tag(f"if {e()}") + self.tag(r.choice(["break", "continue"])) + self.tag("endif")
            if loop:
                return "{{ loop." + r.choice(["index", "index0", "revindex", "first", "last", "length", "previtem", "nextitem", "cycle('a', 'b')", "changed(x)", "depth", "zz"]) + " }}"
            return "{{ ns.v }}"
        if kind in (5, 6):
            other = self.tag("elif " + e()) + body() if r.random() < 0.4 else ""
            last = self.tag("else") + body() if r.random() < 0.5 else ""
            return self.tag(f"if {e()}") + body() + other + last + self.tag("endif")
        if kind in (7, 8, 9):
            target = r.choice(["x", "y", "x", "x, y"])
            source = r.choice(["l", "ls", "ms", "d", "d.items()", "d|items", "nl", "s", "range(3)", "undefinedname", "ms|selectattr('n', 'gt', 1)", e()])
            test = f" if {e()}" if r.random() < 0.3 else ""
            last = self.tag("else") + body(False) if r.random() < 0.3 else ""
            return self.tag(f"for {target} in {source}{test}") + body(True) + last + self.tag("endfor")
        if kind == 10:
            chain = r.choice(["", "", " | upper", " | trim | length"])
            return self.tag(f"set {name()}{chain}") + body() + self.tag("endset")
        if kind == 11:
            macro = r.choice(["m", "k"])
            call = r.choice([f"{{{{ {macro}({e()}) }}}}", f"{{{{ {macro}() }}}}", f"{{{{ {macro}(y={e()}, x=1) }}}}", f"{{{{ {macro}(1, 2, 3, z=4) }}}}"])
            extra = r.choice(["", "", "{{ varargs }}", "{{ kwargs }}", "{{ caller() if caller }}"])
            return self.tag(f"macro {macro}(x, y={e()})") + body(False) + extra + self.tag("endmacro") + call
        if kind == 12:
            return self.tag(f"call m({e()})") + body(False) + self.tag("endcall") if r.random() < 0.5 else self.tag(f"filter {r.choice(['upper', 'trim', 'length', 'indent(2)'])}") + body() + self.tag("endfilter")
        if kind == 13:
            return self.tag(f"with x = {e()}, y = x") + body() + self.tag("endwith")
        if kind == 14:
            return r.choice([
                lambda: self.tag("generation") + body(False) + self.tag("endgeneration"),
                lambda: self.tag("raw") + "{{ x }} {% y %}" + self.tag("endraw"),
                lambda: self.tag("set ns = namespace(v=0)") + self.tag("for x in l") + self.tag("set ns.v = ns.v + x") + self.tag("endfor") + "{{ ns.v }}",
            ])()
        return self.tag(f"set x, y = {r.choice(['1, 2', '(s, n)', 'l[:2]', e()])}")


def main():
    # Python warns of slices of numbers, which the templates make on purpose.
    warnings.simplefilter("ignore")
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    maker = Maker(random.Random(seed))
    for _ in range(count):
        choice = maker.rng.random()
        if choice < 0.3:
            source = "{{ " + maker.expression(3) + " }}"
        elif choice < 0.6:
            source = "{{ " + maker.typed(4) + " }}"
        else:
            source = maker.statements(3)
        case = {"template": source, **reference.outcome(source, VARIABLES)}
        if " object " not in case.get("text", "").lower():
            print(json.dumps({**case, "variables": VARIABLES}))


if __name__ == "__main__":
    main()
