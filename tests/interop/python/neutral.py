"""Values in the form of NeutralText.cs, and back: what neutral.mjs is for the peers of JavaScript."""
import math
import re
import struct

FLOATS = {16: ">e", 32: ">f", 64: ">d"}


def neutral(shape, raw):
    """`raw` is what a peer hands out: None, a number, a text, bytes, or a list of such; for a union, its child's index and the value."""
    if raw is None:
        return None
    kind = shape["kind"]
    if kind == "bool":
        return "true" if raw else "false"
    if kind == "float":
        return "nan" if math.isnan(raw) else struct.pack(FLOATS[shape["bits"]], raw).hex()
    if kind == "utf8":
        return raw
    if kind == "binary":
        return bytes(raw).hex()
    if kind in ("dictionary", "run-end-encoded"):
        return neutral(shape["value"], raw)
    if kind == "list":
        return [neutral(shape["value"], item) for item in raw]
    if kind == "struct":
        return [neutral(field, part) for field, part in zip(shape["fields"], raw, strict=True)]
    if kind == "map":
        return [[neutral(field, part) for field, part in zip(shape["fields"], pair, strict=True)] for pair in raw]
    if kind == "union":
        return neutral(shape["fields"][raw[0]], raw[1])
    if kind == "interval" and shape["unit"] != "YearMonth":
        return [str(int(part)) for part in raw]
    return str(int(raw))


def raw_of(shape, text):
    """What a peer is given to write, in the forms above."""
    kind = shape["kind"]
    if kind == "union":
        child = 0 if text is None or re.fullmatch("-?[0-9]+", text) else 1
        return child, raw_of(shape["fields"][child], text)
    if text is None:
        return None
    if kind == "bool":
        return text == "true"
    if kind == "float":
        return math.nan if text == "nan" else struct.unpack(FLOATS[shape["bits"]], bytes.fromhex(text))[0]
    if kind == "utf8":
        return text
    if kind == "binary":
        return bytes.fromhex(text)
    if kind in ("dictionary", "run-end-encoded"):
        return raw_of(shape["value"], text)
    if kind == "list":
        return [raw_of(shape["value"], item) for item in text]
    if kind == "struct":
        return [raw_of(field, part) for field, part in zip(shape["fields"], text, strict=True)]
    if kind == "map":
        return [tuple(raw_of(field, part) for field, part in zip(shape["fields"], pair, strict=True)) for pair in text]
    if kind == "interval" and shape["unit"] != "YearMonth":
        return [int(part) for part in text]
    return int(text)


def difference(actual, expected):
    """The first difference between two lists of neutral values as text, or None."""
    if len(actual) != len(expected):
        return f"{len(actual)} rows where {len(expected)} belong"
    for row, (value, belongs) in enumerate(zip(actual, expected)):
        if value != belongs:
            return f"row {row} is {value!r} where {belongs!r} belongs"
    return None


def runs(values, lengths):
    """Values in runs of the given lengths."""
    start = 0
    parts = []
    for length in lengths:
        parts.append(values[start:start + length])
        start += length
    return parts
