"""Polars, by its package for Python, whose engine is years younger than that of the package for Node.js."""
import decimal
import io

import polars as pl

FORMATS = ("file", "stream")
COMPRESSIONS = ("none", "lz4", "zstd")

EXACT = decimal.Context(prec=80)
NANOSECONDS = {"s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}


def read(path, format, shape):
    source = io.BytesIO(path.read_bytes())
    return values(shape, (pl.read_ipc(source) if format == "file" else pl.read_ipc_stream(source))["v"])


def values(shape, series):
    kind = shape["kind"]
    if kind in ("date", "duration", "timestamp"):
        return whole(series, 1_000 if shape["unit"] == "s" else 1)
    if kind == "time":
        return whole(series, NANOSECONDS[shape["unit"]])
    if kind == "decimal":
        return [None if value is None else int(value.scaleb(shape["scale"], EXACT)) for value in series.to_list()]
    if kind == "struct":
        fields = [values(field, series.struct.field(name)) for field, name in zip(shape["fields"], shape["names"], strict=True)]
        return [None if null else [field[row] for field in fields] for row, null in enumerate(series.is_null().to_list())]
    if kind == "map":
        return [None if pairs is None else list(pairs.items()) for pairs in series.to_list()]
    return series.to_list()


def whole(series, factor):
    """Polars has no seconds: it makes them milliseconds; and it has times of day in nanoseconds only."""
    counts = series.to_physical().to_list()
    if any(count is not None and count % factor for count in counts):
        raise ValueError(f"a count is no multiple of {factor}")
    return [None if count is None else count // factor for count in counts]


def can_write(column, format, compression):
    """Text is written as views, in the old form large; categories as dictionaries of views."""
    return not column["sliced"] and column["kind"] in TYPES


def write(path, format, column, runs, compression):
    frame = pl.concat([pl.DataFrame({"v": series(column, run)}) for run in runs or [[]]], rechunk=False)
    level = pl.CompatLevel.oldest() if column["kind"] in ("large-utf8", "large-binary") else pl.CompatLevel.newest()
    options = {"compression": "uncompressed" if compression == "none" else compression, "compat_level": level}
    if format == "file":
        frame.write_ipc(path, record_batch_size=100 if len(runs) > 1 else None, **options)
    else:
        frame.write_ipc_stream(path, **options)


def series(column, run):
    type = TYPES[column["kind"]]
    if column["shape"]["kind"] in ("date", "time", "timestamp", "duration"):
        return pl.Series("v", run, pl.Int32 if type == pl.Date else pl.Int64).cast(type)
    if column["shape"]["kind"] == "decimal":
        run = [None if raw is None else decimal.Decimal(raw).scaleb(-column["shape"]["scale"], EXACT) for raw in run]
    if column["shape"]["kind"] == "struct":
        run = [None if raw is None else dict(zip(column["shape"]["names"], raw, strict=True)) for raw in run]
    if column["shape"]["kind"] == "map":
        run = [None if raw is None else dict(raw) for raw in run]
    if type == pl.Enum:
        type = pl.Enum(sorted({word for word in column["values"] if word is not None}))
    return pl.Series("v", run, type)


TYPES = {
    "null": pl.Null,
    "bool": pl.Boolean,
    **{f"{sign}int{bits}": getattr(pl, f"{'U' if sign else ''}Int{bits}") for sign in ("", "u") for bits in (8, 16, 32, 64)},
    "halffloat": pl.Float16,
    "float": pl.Float32,
    "double": pl.Float64,
    "decimal128": pl.Decimal(38, 10),
    "date32": pl.Date,
    "time64-ns": pl.Time,
    "timestamp-ms-utc": pl.Datetime("ms", "UTC"),
    "timestamp-us": pl.Datetime("us"),
    "timestamp-us-berlin": pl.Datetime("us", "Europe/Berlin"),
    "timestamp-ns-utc": pl.Datetime("ns", "UTC"),
    **{f"duration-{unit}": pl.Duration(unit) for unit in ("ms", "us", "ns")},
    "utf8-view": pl.String,
    "large-utf8": pl.String,
    "binary-view": pl.Binary,
    "large-binary": pl.Binary,
    "dictionary-uint32-view": pl.Categorical,
    "dictionary-int8": pl.Enum,
    "large-list": pl.List(pl.Int32),
    "fixed-size-list": pl.Array(pl.Int32, 3),
    "list-list": pl.List(pl.List(pl.Int32)),
    "map": pl.Map(pl.String, pl.Int32),
    "struct": pl.Struct({"a": pl.Int64, "word": pl.String}),
}
