"""Apache Arrow's C++, by pyarrow. What it reads it also validates."""
import decimal

import pyarrow as pa
from pyarrow import compute, ipc

FORMATS = ("file", "stream")
COMPRESSIONS = ("none", "none-8-bytes-v4", "lz4", "zstd")
MARGIN = 7

WIDTHS = {"date": {"day": 32, "ms": 64}, "time": {"s": 32, "ms": 32, "us": 64, "ns": 64}}
EXACT = decimal.Context(prec=80)


def read(path, format, shape):
    with (ipc.open_file if format == "file" else ipc.open_stream)(path.read_bytes()) as reader:
        table = reader.read_all()
    table.validate(full=True)
    return [raw for chunk in table.column("v").chunks for raw in values(shape, chunk)]


def values(shape, array):
    """
    Counts of a time unit are taken as integers, because datetime has no nanoseconds; nested values are walked down so that this holds for
    what is in them.
    """
    kind = shape["kind"]
    if len(array) == 0:
        return []  # unions without a row have no buffers, which ends the process that asks for them
    if kind in ("date", "time", "timestamp", "duration"):
        bits = WIDTHS[kind][shape["unit"]] if kind in WIDTHS else 64
        return array.view(pa.int32() if bits == 32 else pa.int64()).to_pylist()
    if kind == "decimal":
        return [None if value is None else int(value.scaleb(shape["scale"], EXACT)) for value in array.to_pylist()]
    if kind == "dictionary":
        words = values(shape["value"], array.dictionary)
        return [None if code is None else words[code] for code in array.indices.to_pylist()]
    if kind == "run-end-encoded":
        runs = values(shape["value"], array.values)
        ends = array.run_ends.to_pylist()
        return [runs[next(run for run, end in enumerate(ends) if row + array.offset < end)] for row in range(len(array))]
    if kind == "list":
        return lists(shape, array)
    if kind == "map":
        pairs = list(zip(values(shape["fields"][0], array.keys), values(shape["fields"][1], array.items), strict=True))
        return pieces(array, pairs, array.offsets.to_pylist())
    if kind == "struct":
        fields = [values(field, array.field(i)) for i, field in enumerate(shape["fields"])]
        return [[field[row] for field in fields] if valid else None for row, valid in enumerate(array.is_valid().to_pylist())]
    if kind == "union":
        return unions(shape, array)
    return array.to_pylist()


def lists(shape, array):
    items = values(shape["value"], array.values)
    if shape["form"] == "fixed":
        return pieces(array, items, [(array.offset + row) * shape["size"] for row in range(len(array) + 1)])
    if "view" not in shape["form"]:
        return pieces(array, items, array.offsets.to_pylist())
    starts, sizes = array.offsets.to_pylist(), array.sizes.to_pylist()
    places = zip(starts, sizes, array.is_valid().to_pylist(), strict=True)
    return [items[start:start + size] if valid else None for start, size, valid in places]


def pieces(array, items, offsets):
    return [items[offsets[row]:offsets[row + 1]] if valid else None for row, valid in enumerate(array.is_valid().to_pylist())]


def unions(shape, array):
    fields = [values(field, array.field(i)) for i, field in enumerate(shape["fields"])]
    ids = [array.type.type_codes.index(code) for code in array.type_codes.to_pylist()]
    places = array.offsets.to_pylist() if shape["mode"] == "Dense" else range(len(ids))
    return [(child, fields[child][place]) for child, place in zip(ids, places, strict=True)]


def can_write(column, format, compression):
    """
    Intervals of months and of days are C++'s alone. In version 4 of the metadata it gives unions, and run-end-encoded arrays too, which have
    none in any version, a bitmap of their own.
    """
    if compression == "none-8-bytes-v4" and column["shape"]["kind"] in ("union", "run-end-encoded"):
        return False
    return column["kind"] not in ("interval-year-month", "interval-day-time")


def write(path, format, column, runs, compression):
    """Columns that are cut from longer arrays are so here too: with rows of the same run before and behind."""
    margins = [MARGIN if column["sliced"] and run else 0 for run in runs]
    longer = [run[-1:] * margin + run + run[:1] * margin for run, margin in zip(runs, margins, strict=True)]
    is_coded = column["shape"]["kind"] == "dictionary"
    arrays = dictionaries(column, longer, format) if is_coded else [array_of(column["shape"], run) for run in longer]
    schema = pa.schema([pa.field("v", type_of(column["shape"]))])
    old = compression == "none-8-bytes-v4"
    options = ipc.IpcWriteOptions(
        metadata_version=ipc.MetadataVersion.V4 if old else ipc.MetadataVersion.V5,
        use_legacy_format=old,
        compression=compression if compression in ("lz4", "zstd") else None,
        emit_dictionary_deltas=format == "file",
    )
    with (ipc.new_file if format == "file" else ipc.new_stream)(path, schema, options=options) as writer:
        for array, run, margin in zip(arrays, runs, margins, strict=True):
            writer.write_batch(pa.record_batch([array.slice(margin, len(run))], schema=schema))


def dictionaries(column, runs, format):
    """Batches share a dictionary, but where they replace it: there each has its own in a stream, and adds to the one before in a file."""
    replacing = column["kind"] == "dictionary-replaced"
    words = {} if replacing else {word: None for run in runs for word in run if word is not None}
    arrays = []
    for run in runs:
        words = {} if replacing and format == "stream" else words
        words = words | {word: None for word in run if word is not None}
        places = {word: place for place, word in enumerate(words)}
        codes = pa.array([places.get(word) for word in run], type_of(column["shape"]["index"]))
        arrays.append(pa.DictionaryArray.from_arrays(codes, array_of(column["shape"]["value"], list(words))))
    return arrays


def array_of(shape, raws):
    kind, type = shape["kind"], type_of(shape)
    if kind in ("date", "time", "timestamp", "duration"):
        return pa.array(raws, pa.int32() if type.bit_width == 32 else pa.int64()).view(type)
    if kind == "decimal":
        return pa.array([None if raw is None else decimal.Decimal(raw).scaleb(-shape["scale"], EXACT) for raw in raws], type)
    if kind == "interval":
        return pa.array([None if raw is None else pa.MonthDayNano(raw) for raw in raws], type)
    if kind == "struct":
        return pa.array([None if raw is None else dict(zip(shape["names"], raw, strict=True)) for raw in raws], type)
    if kind == "run-end-encoded":
        return compute.run_end_encode(array_of(shape["value"], raws), run_end_type=pa.int32())
    if kind == "union":
        return union_of(shape, raws)
    return pa.array(raws, type)


def union_of(shape, raws):
    ids = pa.array([child for child, _ in raws], pa.int8())
    if shape["mode"] == "Sparse":
        fields = [array_of(field, [raw if child == i else None for child, raw in raws]) for i, field in enumerate(shape["fields"])]
        return pa.UnionArray.from_sparse(ids, fields)
    fields = [array_of(field, [raw for child, raw in raws if child == i]) for i, field in enumerate(shape["fields"])]
    used = [0, 0]
    offsets = []
    for child, _ in raws:
        offsets.append(used[child])
        used[child] += 1
    return pa.UnionArray.from_dense(ids, pa.array(offsets, pa.int32()), fields)


def type_of(shape):
    kind, form = shape["kind"], shape.get("form")
    if kind in TYPES:
        return TYPES[kind](shape)
    if kind == "list":
        item = pa.field("item", type_of(shape["value"]))
        return pa.list_(item, shape["size"]) if form == "fixed" else LISTS[form](item)
    fields = [pa.field(name, type_of(field)) for name, field in zip(shape.get("names", "01"), shape["fields"], strict=True)]
    if kind == "struct":
        return pa.struct(fields)
    return pa.map_(fields[0].type, fields[1].type) if kind == "map" else pa.union(fields, shape["mode"].lower())


LISTS = {"": pa.list_, "large": pa.large_list, "view": pa.list_view, "large-view": pa.large_list_view}
TEXTS = {"": pa.utf8, "large": pa.large_utf8, "view": pa.string_view}
BINARIES = {"": pa.binary, "large": pa.large_binary, "view": pa.binary_view}
TYPES = {
    "null": lambda _: pa.null(),
    "bool": lambda _: pa.bool_(),
    "int": lambda shape: getattr(pa, f"{'' if shape['signed'] else 'u'}int{shape['bits']}")(),
    "float": lambda shape: getattr(pa, f"float{shape['bits']}")(),
    "decimal": lambda shape: getattr(pa, f"decimal{shape['bits']}")(shape["precision"], shape["scale"]),
    "date": lambda shape: pa.date32() if shape["unit"] == "day" else pa.date64(),
    "time": lambda shape: getattr(pa, f"time{shape['bits']}")(shape["unit"]),
    "timestamp": lambda shape: pa.timestamp(shape["unit"], shape["timezone"]),
    "duration": lambda shape: pa.duration(shape["unit"]),
    "interval": lambda _: pa.month_day_nano_interval(),
    "utf8": lambda shape: TEXTS[shape["form"]](),
    "binary": lambda shape: pa.binary(shape["width"]) if shape["form"] == "fixed" else BINARIES[shape["form"]](),
    "dictionary": lambda shape: pa.dictionary(type_of(shape["index"]), type_of(shape["value"])),
    "run-end-encoded": lambda shape: pa.run_end_encoded(pa.int32(), type_of(shape["value"])),
}
