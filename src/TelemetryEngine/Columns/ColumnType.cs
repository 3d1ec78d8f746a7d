using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Columns;

// What the values of a column are.
internal enum ColumnKind
{
    // False or true.
    Bool,

    // A 32-bit integer.
    Int32,

    // A 64-bit integer.
    Int64,

    // A binary 32-bit floating-point number.
    Float32,

    // A binary 64-bit floating-point number.
    Float64,

    // A number as it was written in decimal text. It leaves the engine as float64, and sums and averages of it are exact.
    Decimal,

    // An instant: a count of a unit since 1970-01-01T00:00Z.
    Timestamp,

    // UTF-8 text.
    Utf8,

    // UTF-8 text, stored as codes into a dictionary.
    Dictionary,

    // A value of an Arrow type that the engine does not compute with. Such a column may be there, and can't be used.
    Other,

    // Bytes that mean something to the aggregate that wrote them. Only columns of partial results hold them.
    Bytes,
}

// A column's type. Text form: bool int32 int64 float32 float64 decimal utf8 dictionary timestamp[us], and timestamp[us, Europe/Berlin]
// where times are written in a zone.
// Unit: The step of a timestamp; not used by other kinds.
// Zone: The zone in which a timestamp is written; null means UTC.
// Scale: For ColumnKind.Decimal: the number of fraction digits that the fast path keeps, 0 to 18. A value that needs more digits is still
// exact, only slower.
// ArrowName: For ColumnKind.Other: the name of the Arrow type; null for other kinds.
internal readonly record struct ColumnType(
    ColumnKind Kind, TimeUnit Unit = TimeUnit.Microsecond, string? Zone = null, int Scale = 0, string? ArrowName = null)
{
    // True for the kinds that have a sum and an average.
    public bool IsNumeric => Kind is ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Float32 or ColumnKind.Float64 or ColumnKind.Decimal;

    // True for ColumnKind.Int32 and ColumnKind.Int64.
    public bool IsInteger => Kind is ColumnKind.Int32 or ColumnKind.Int64;

    // True for ColumnKind.Utf8 and ColumnKind.Dictionary.
    public bool IsText => Kind is ColumnKind.Utf8 or ColumnKind.Dictionary;

    // How the values lie in a ColumnVector.
    public VectorLayout Layout => Kind switch
    {
        ColumnKind.Bool => VectorLayout.Bits,
        ColumnKind.Float32 or ColumnKind.Float64 => VectorLayout.Double,
        ColumnKind.Decimal => VectorLayout.Scaled,
        ColumnKind.Utf8 or ColumnKind.Dictionary => VectorLayout.Codes,
        ColumnKind.Bytes => VectorLayout.Bytes,
        _ => VectorLayout.Int64,
    };

    // Reads the text form.
    public static bool TryParse([NotNullWhen(true)] string? text, out ColumnType type)
    {
        type = default;
        if (text is null)
        {
            return false;
        }

        string name = text.Trim();
        if (name.StartsWith("timestamp", StringComparison.Ordinal))
        {
            return TryParseTimestamp(name["timestamp".Length..], out type);
        }

        if (name.StartsWith("decimal(", StringComparison.Ordinal) && name.EndsWith(')'))
        {
            bool ok =
                int.TryParse(name.AsSpan(8, name.Length - 9), NumberStyles.None, CultureInfo.InvariantCulture, out int scale)
                    && scale <= 18;
            type = new ColumnType(ColumnKind.Decimal, Scale: scale);
            return ok;
        }

        ColumnKind? kind = name switch
        {
            "bool" or "boolean" => ColumnKind.Bool,
            "int32" or "int" => ColumnKind.Int32,
            "int64" or "long" => ColumnKind.Int64,
            "float32" or "float" => ColumnKind.Float32,
            "float64" or "double" => ColumnKind.Float64,
            "decimal" => ColumnKind.Decimal,
            "utf8" or "text" or "string" => ColumnKind.Utf8,
            "dictionary" => ColumnKind.Dictionary,
            _ => null,
        };
        type = new ColumnType(kind.GetValueOrDefault(), Scale: kind == ColumnKind.Decimal ? 6 : 0);
        return kind is not null;
    }

    // The text form, which TryParse reads back to an equal type; for ColumnKind.Other, which it does not read, the Arrow type's name.
    public override string ToString() => Kind switch
    {
        ColumnKind.Bool => "bool",
        ColumnKind.Int32 => "int32",
        ColumnKind.Int64 => "int64",
        ColumnKind.Float32 => "float32",
        ColumnKind.Float64 => "float64",
        ColumnKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({Scale})"),
        ColumnKind.Utf8 => "utf8",
        ColumnKind.Dictionary => "dictionary",
        ColumnKind.Bytes => "bytes",
        ColumnKind.Timestamp when Zone is null => $"timestamp[{Unit.Symbol()}]",
        ColumnKind.Timestamp => $"timestamp[{Unit.Symbol()}, {Zone}]",
        _ => ArrowName ?? "other",
    };

    private static bool TryParseTimestamp(string rest, out ColumnType type)
    {
        type = new ColumnType(ColumnKind.Timestamp);
        if (rest.Length == 0)
        {
            return true;
        }

        if (rest[0] != '[' || rest[^1] != ']')
        {
            return false;
        }

        string[] parts = rest[1..^1].Split(',', 2, StringSplitOptions.TrimEntries);
        TimeUnit? unit = parts[0] switch
        {
            "s" => TimeUnit.Second,
            "ms" => TimeUnit.Millisecond,
            "us" or "µs" => TimeUnit.Microsecond,
            "ns" => TimeUnit.Nanosecond,
            _ => null,
        };
        type = new ColumnType(ColumnKind.Timestamp, unit.GetValueOrDefault(), parts.Length == 2 ? parts[1] : null);
        return unit is not null;
    }
}
