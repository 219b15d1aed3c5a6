#!/usr/bin/env python3
"""Renders every case with the real Jinja2 and writes what it did into the case files.

    record.py                rewrite the recordings in place
    record.py --check        write nothing; print each case whose recording differs, exit 1 if there is one
    record.py --version      print the versions that recordings are made with
    record.py FILE...        the same for some files only

A case file (cases/<topic>/<name>.cases) is UTF-8 text. `=== name` begins a case, `--- section` begins a part
of it. What follows `===` directly is the template; a case with no template renders its own name as an expression.

    --- template           the template, where it needs the json form below
    --- context            JSON object: the variables (see `value` for what JSON cannot say)
    --- options            JSON object: see `environment`
    --- file NAME          another template that the loader can find
    --- expected           recorded: the output
    --- error              recorded: `Class at line N` or `Class in FILE at line N`, then the message

The text of a part ends before the newline that precedes the next `---` or `===`; a case is followed by one blank
line that is not part of it. A part whose text would not survive (trailing blanks, carriage returns, a line
that begins with `===` or `---`) is a JSON string, or a list of its lines, and its heading says so: `--- expected json`.
Parts in front of the first `===` are shared by all cases of the file.
"""
import decimal
import json
import pathlib
import platform
import re
import sys
import traceback

import jinja2
import jinja2.ext
import jinja2.sandbox
import markupsafe

HERE = pathlib.Path(__file__).resolve().parent
VERSION = "Jinja2 %s, MarkupSafe %s, Python %s" % (
    jinja2.__version__, markupsafe.__version__, ".".join(platform.python_version_tuple()[:2]))
HEADER = "# Recorded with %s by record.py: every `expected` and `error` part is what it did, never written by hand." % VERSION
MAIN = "main"


# ---- values and functions that the C# runner mirrors (JinjaContext.cs) ----

class Thing:
    """A host object: attributes, items, and a text, each as the context lists them."""

    def __init__(self, spec):
        self._spec = spec
        for name, content in spec.get("attributes", {}).items():
            setattr(self, name, value(content))

    def __getitem__(self, key):
        items = self._spec.get("items", {})
        if str(key) not in items:
            raise KeyError(key)
        return value(items[str(key)])

    def __str__(self):
        return self._spec.get("text", "thing")

    def __repr__(self):
        return "<Thing %s>" % self


def echo(*args, **kwargs):
    """What it was called with."""
    return "args=%r kwargs=%r" % (args, kwargs)


def fail(message="boom"):
    """A host function that throws."""
    raise ValueError(message)


def identity(x):
    return x


FUNCTIONS = {"echo": echo, "fail": fail, "identity": identity}


def value(spec):
    """JSON to a value; an object with one key that starts with `$` is what JSON cannot say."""
    if isinstance(spec, list):
        return [value(item) for item in spec]
    if isinstance(spec, dict):
        if len(spec) == 1:
            (kind, content), = spec.items()
            if kind == "$tuple":
                return tuple(value(item) for item in content)
            if kind == "$set":
                return {value(item) for item in content}
            if kind == "$dict":  # pairs, for keys that are not strings
                return {value(k): value(v) for k, v in content}
            if kind == "$iterator":  # can be walked once and has no length
                return iter([value(item) for item in content])
            if kind == "$markup":
                return markupsafe.Markup(content)
            if kind == "$decimal":
                return decimal.Decimal(content)
            if kind == "$float":  # nan, inf, -inf, -0.0
                return float(content)
            if kind == "$function":
                return FUNCTIONS[content]
            if kind == "$thing":
                return Thing(content)
        return {key: value(content) for key, content in spec.items()}
    return spec


def shout(text, times=1, mark="!"):
    """A custom filter."""
    return str(text).upper() + mark * times


def longer_than(text, length=3):
    """A custom test."""
    return len(text) > length


UNDEFINED = {
    "lenient": jinja2.Undefined,
    "strict": jinja2.StrictUndefined,
    "chainable": jinja2.ChainableUndefined,
    "debug": jinja2.DebugUndefined,
}


def environment(options, files):
    """Options: every keyword of jinja2.Environment about text, plus undefined, autoescape, sandbox, mode."""
    options = dict(options)
    options.pop("mode", None)
    kind = jinja2.sandbox.SandboxedEnvironment if options.pop("sandbox", False) else jinja2.Environment
    undefined = UNDEFINED[options.pop("undefined", "lenient")]
    # The file name is the template's name, so that tracebacks tell which template a line is of.
    loader = jinja2.FunctionLoader(lambda name: (files[name], name, None) if name in files else None)
    env = kind(loader=loader, undefined=undefined,
               extensions=[jinja2.ext.do, jinja2.ext.loopcontrols], **options)
    env.filters["shout"] = shout
    env.tests["longer_than"] = longer_than
    env.globals["answer"] = 42
    env.globals["echo"] = echo
    return env


def run(case):
    """Renders a case; returns the name of the part to write, and its text."""
    options = case.json("options")
    files = {key[1]: text for key, text in case.parts.items() if key[0] == "file"}
    files[MAIN] = case.template()
    context = {key: value(content) for key, content in case.json("context").items()}
    try:
        env = environment(options, files)
        if options.get("mode") == "expression":
            return "expected", repr(env.compile_expression(files[MAIN], undefined_to_none=True)(**context))
        return "expected", env.get_template(MAIN).render(context)
    except jinja2.TemplateSyntaxError as error:
        return "error", place(error, error.name or MAIN, error.lineno, error.message)
    except Exception as error:  # whatever a template can raise
        frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        inside = [(name, line) for name, line in frames if name in files]
        name, line = inside[-1] if inside else (MAIN, 0)
        return "error", place(error, name, line, str(error))


def place(error, name, line, message):
    where = "" if name == MAIN else " in " + name
    return "%s%s at line %d\n%s" % (type(error).__name__, where, line, message)


# ---- the case file ----

class Case:
    def __init__(self, name, shared):
        self.name = name
        self.shared = shared
        self.own = {}

    @property
    def parts(self):
        return {**self.shared, **self.own}

    def json(self, part):
        return {**json.loads(self.shared.get((part,), "{}")), **json.loads(self.own.get((part,), "{}"))}

    def template(self):
        if ("template",) in self.own:
            return self.own["template",]
        return self.name if self.json("options").get("mode") == "expression" else "{{ %s }}" % self.name


def read(text):
    """The comment, the shared parts, and the cases of a file."""
    comment, shared, cases = [], {}, []
    target, key, lines = shared, None, []

    def close():
        if key is not None:
            body = "\n".join(lines[:-1] if lines and not lines[-1] and ending else lines)
            if key[-1] == "json":
                content = json.loads(body)
                target[key[:-1]] = "\n".join(content) if isinstance(content, list) else content
            elif lines and not (key == ("template",) and not body):
                target[key] = body

    for line in text.removesuffix("\n").split("\n") + ["=== "]:
        if line.startswith("=== ") or line.startswith("--- "):
            ending = line.startswith("=== ")
            close()
            lines = []
            if ending:
                cases.append(Case(line[4:], shared))
                target, key = cases[-1].own, ("template",)
            else:
                key = heading(line[4:])
        elif key is None:
            comment.append(line)
        else:
            lines.append(line)
    return comment, shared, cases[:-1]


def heading(text):
    words = text.split(" ")
    return tuple(words)


def needs_json(text):
    """Would the text not survive an editor, or be read as something else?"""
    return bool(re.search(r"[^\S\n](\n|$)|[\x00-\x08\x0b-\x1f\x7f\x85\xa0\u2028\u2029]|^(===|---) ", text, re.M)) \
        or text == "" or text.endswith("\n") or text.startswith("\n")


def write_part(key, text, first=False):
    if needs_json(text):
        return "--- %s json\n%s\n" % (" ".join(key), as_json(text))
    return (text + "\n") if first else "--- %s\n%s\n" % (" ".join(key), text)


def as_json(text):
    """One string, or when that is long a list of the lines: easier to read in a diff."""
    one = json.dumps(text)
    if len(one) <= 100 or "\n" not in text:
        return one
    return "[" + ",\n ".join(json.dumps(line) for line in text.split("\n")) + "]"


def record(text):
    comment, shared, cases = read(text)
    comment = [line for line in comment if line and not line.startswith("# Recorded with ")]
    out = [HEADER + "\n"] + [line + "\n" for line in comment]
    for key, part in shared.items():
        out.append(write_part(key, part))
    out.append("\n")
    seen = set()
    for case in cases:
        if case.name in seen:
            raise SystemExit("two cases are named %r" % case.name)
        seen.add(case.name)
        kind, result = run(case)
        out.append("=== %s\n" % case.name)
        for key, part in case.own.items():
            if key[0] not in ("expected", "error"):
                out.append(write_part(key, part, first=key == ("template",)))
        out.append(write_part((kind,), result))
        out.append("\n")
    return "".join(out), cases


def main(arguments):
    if "--version" in arguments:
        print(VERSION)
        return 0
    check = "--check" in arguments
    paths = [pathlib.Path(a) for a in arguments if not a.startswith("--")] or sorted(HERE.glob("cases/**/*.cases"))
    stale = total = 0
    for path in paths:
        old = path.read_bytes().decode("utf-8")
        try:
            new, cases = record(old)
        except Exception as error:
            raise SystemExit("%s: %s: %s" % (path, type(error).__name__, error))
        total += len(cases)
        if new == old:
            continue
        stale += 1
        if check:
            print("%s is not what %s does" % (path, VERSION))
            before = {case.name: case.own for case in read(old)[2]}
            for case in read(new)[2]:
                if before.get(case.name) != case.own:
                    print("  %s\n    recorded %r\n    now      %r" % (case.name, before.get(case.name), case.own))
        else:
            path.write_bytes(new.encode("utf-8"))
            print("%s: %d cases" % (path.name, len(cases)))
    print("%d cases in %d files, %d %s" % (total, len(paths), stale, "stale" if check else "rewritten"))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
