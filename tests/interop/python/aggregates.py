"""Readings of many types, and what they come to by pyarrow's own group_by."""
import datetime
import decimal
import fractions
import json
import random

import pyarrow as pa
from pyarrow import compute

SUMMED = ("i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "d32", "d64", "d128", "d256")
TIMES = ("at", "berlin_ns", "date")
COUNTED = ("word", "code", "view")
KEYS = ([], ["word"], ["code"], ["view"], ["word", "code"], ["i8"], ["flag", "code"], ["date"])
ASKED = [
    *((column, function) for column in SUMMED for function in ("sum", "avg", "count", "min", "max")),
    *((column, function) for column in TIMES for function in ("count", "min", "max")),
    *((column, function) for column in COUNTED for function in ("count", "count_distinct")),
]


def readings():
    """Batches of several lengths, one of them empty, one cut from a longer one, and a dictionary of its own in each."""
    source = random.Random(7)
    return pa.Table.from_batches([batch(source, 900), batch(source, 0), batch(source, 1), batch(source, 1200).slice(100, 1000)])


def batch(source, rows):
    def column(type, value, nulls=0.2):
        return pa.array([None if source.random() < nulls else value() for _ in range(rows)], type)

    def whole(bits, signed):
        return lambda: source.randrange(-(2 ** (bits - 1)) if signed else 0, 2 ** (bits - 1) if signed else 2 ** bits)

    def number(digits, scale):
        return lambda: decimal.Decimal(source.randrange(-(10 ** digits) + 1, 10 ** digits)).scaleb(-scale, decimal.Context(prec=80))

    def time(unit):
        per_second = {"us": 10 ** 6, "ns": 10 ** 9}[unit]
        # whole microseconds, as datetime has no nanoseconds
        return lambda: (1_710_000_000 * per_second + source.randrange(30 * 86_400 * per_second)) // 1000 * 1000

    words = [f"word {source.randrange(12)}" for _ in range(9)]
    eighths = lambda: source.randrange(-8_000_000, 8_000_000) / 8
    columns = {
        "at": column(pa.int64(), time("us"), nulls=0).view(pa.timestamp("us", "UTC")),
        "berlin_ns": column(pa.int64(), time("ns")).view(pa.timestamp("ns", "Europe/Berlin")),
        "date": column(pa.date32(), lambda: datetime.date(2024, 1, 1) + datetime.timedelta(source.randrange(400))),
        "word": column(pa.utf8(), lambda: source.choice(("", "a", "naïve café", "日本語", "longer than twelve bytes"))),
        "view": column(pa.string_view(), lambda: f"view of a text {source.randrange(40)}"),
        "code": column(pa.utf8(), lambda: source.choice(words)).dictionary_encode(),
        "flag": column(pa.bool_(), lambda: source.random() < 0.5),
        **{f"i{bits}": column(getattr(pa, f"int{bits}")(), whole(min(bits, 48), True)) for bits in (8, 16, 32, 64)},
        **{f"u{bits}": column(getattr(pa, f"uint{bits}")(), whole(min(bits, 48), False)) for bits in (8, 16, 32, 64)},
        "f32": column(pa.float32(), eighths),
        "f64": column(pa.float64(), eighths),
        "d32": column(pa.decimal32(9, 2), number(8, 2)),
        "d64": column(pa.decimal64(18, 4), number(17, 4)),
        "d128": column(pa.decimal128(38, 10), number(30, 10)),
        "d256": column(pa.decimal256(76, 20), number(60, 20)),
    }
    return pa.record_batch(columns)


def asked_of(table):
    return [(column, function) for column, function in ASKED if column in table.column_names]


def plan(table, keys, daily):
    functions = [{"function": function, "arguments": [column]} for column, function in asked_of(table)]
    asked = {"version": 1, "groupBy": keys, "aggregates": functions}
    if daily:
        asked |= {"time": {"column": "at", "zone": "Europe/Berlin"}, "window": {"kind": "tumbling", "every": "1d"}}
    return json.dumps(asked)


def expected(table, keys, daily):
    """The rows by pyarrow. Averages are its exact sums by its counts, rounded once. Where a zone is named, dates begin there."""
    plain = pa.table({name: column.cast(plain_type(column.type)) for name, column in zip(table.column_names, table.columns)})
    if daily:
        days = compute.floor_temporal(plain["at"].cast(pa.timestamp("us", "Europe/Berlin")), unit="day")
        keys, plain = ["window_start", *keys], plain.append_column("window_start", days)
        dates = compute.assume_timezone(plain["date"].cast(pa.timestamp("us")), "Europe/Berlin")
        plain = plain.set_column(plain.column_names.index("date"), "date", dates)
    asked = asked_of(table)
    theirs = [(column, function) for column, function in asked if function != "avg"]
    rows = plain.group_by(keys, use_threads=False).aggregate(theirs).to_pylist()
    return in_order([row_of(row, keys, asked) for row in rows], keys)


def row_of(row, keys, asked):
    return {key: row[key] for key in keys} | {f"{function}_{column}": result(row, column, function) for column, function in asked}


def plain_type(type):
    """What group_by sums without an overflow, and takes as a key."""
    if pa.types.is_dictionary(type) or pa.types.is_string_view(type):
        return pa.utf8()
    if pa.types.is_decimal32(type) or pa.types.is_decimal64(type) or pa.types.is_decimal128(type):
        return pa.decimal256(76, type.scale)
    return type


def result(row, column, function):
    if function != "avg":
        return row[f"{column}_{function}"]
    count = row[f"{column}_count"]
    return None if count == 0 else float(fractions.Fraction(row[f"{column}_sum"]) / count)


def in_order(rows, keys):
    """Rows in one order, with the engine's types: decimals as float64, days as their first instant, times in one zone."""
    plain = [{name: plain_value(value) for name, value in row.items()} for row in rows]
    return sorted(plain, key=lambda row: [(row[key] is None, row[key]) for key in keys])


def plain_value(value):
    if isinstance(value, decimal.Decimal):
        return float(fractions.Fraction(value))
    if isinstance(value, datetime.datetime):
        return (value if value.tzinfo else value.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC)
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day, tzinfo=datetime.UTC)
    return value
