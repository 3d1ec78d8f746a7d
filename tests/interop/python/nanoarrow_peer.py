"""nanoarrow, the small implementation in C. It reads and writes streams; what its Python has no value for is taken from the buffers."""
import itertools

import nanoarrow as na
from nanoarrow.ipc import StreamWriter

FORMATS = ("stream",)
COMPRESSIONS = ("none",)


def read(path, format, shape):
    with na.ArrayStream.from_path(path) as stream:
        return [raw for batch in stream.read_all().iter_chunks() for raw in values(shape, na.c_array(batch).child(0))]


def values(shape, array):
    kind = shape["kind"]
    view = array.view()
    rows = range(array.offset, array.offset + array.length)
    if kind in ("decimal", "date", "time", "timestamp", "duration"):
        numbers = list(view.buffer(1))
        if kind == "decimal":
            numbers = [int.from_bytes(number, "little", signed=True) for number in numbers]
        return [numbers[row] if valid else None for row, valid in zip(rows, validity(view, rows), strict=True)]
    if kind == "dictionary":
        words = values(shape["value"], array.dictionary)
        codes = list(view.buffer(1))
        return [words[codes[row]] if valid else None for row, valid in zip(rows, validity(view, rows), strict=True)]
    if kind in ("list", "map"):
        items = values(shape["value"] if kind == "list" else {"kind": "struct", "fields": shape["fields"]}, array.child(0))
        offsets = list(view.buffer(1)) if shape.get("form") != "fixed" else range(0, rows.stop * shape["size"] + 1, shape["size"])
        return [items[offsets[row]:offsets[row + 1]] if valid else None for row, valid in zip(rows, validity(view, rows), strict=True)]
    if kind == "struct":
        fields = [values(field, array.child(i)) for i, field in enumerate(shape["fields"])]
        return [[field[row] for field in fields] if valid else None for row, valid in zip(rows, validity(view, rows), strict=True)]
    if kind == "union":
        fields = [values(field, array.child(i)) for i, field in enumerate(shape["fields"])]
        codes = na.Schema(array.schema).type_codes
        children = [codes.index(code) for code in view.buffer(0)]
        places = list(view.buffer(1)) if shape["mode"] == "Dense" else range(rows.stop)
        return [(children[row], fields[children[row]][places[row]]) for row in rows]
    return na.Array(array).to_pylist()


def validity(view, rows):
    bits = view.buffer(0)
    return itertools.repeat(True, len(rows)) if bits.size_bytes == 0 else [bool(bits.element(row)) for row in rows]


def can_write(column, format, compression):
    return column["shape"]["kind"] not in ("dictionary", "run-end-encoded") and "view" not in column["shape"].get("form", "")


def write(path, format, column, runs, compression):
    """Its writer puts buffers down as they are, so it is given those that it read."""
    ours = path.parent.parent / "ours" / f"{column['id']}.none.stream"
    with na.ArrayStream.from_path(ours) as stream, StreamWriter.from_path(path) as writer:
        writer.write_stream(stream)
