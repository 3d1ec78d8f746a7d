using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;
using TelemetryEngine.Kernels.Sketch;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>One of the three forms in which loops read values.</summary>
internal interface IValues<TValue>
{
    /// <summary>The type of a column of a state.</summary>
    static abstract ColumnType Type { get; }

    static abstract ReadOnlySpan<TValue> Read(in RowInput rows);

    /// <summary>A value's hash, the same on every machine.</summary>
    static abstract ulong Hash(TValue value);

    static abstract void Save(TValue value, int row, Vector column);

    static abstract TValue Load(int row, Vector column);
}

/// <summary>int64.</summary>
internal readonly struct LongValues : IValues<long>
{
    public static ColumnType Type => new(ColumnKind.Int64);

    public static ReadOnlySpan<long> Read(in RowInput rows) => rows.Longs[..rows.Groups.Length];

    public static ulong Hash(long value) => StableHash.Of((ulong)value);

    public static void Save(long value, int row, Vector column) => column.Int64s[row] = value;

    public static long Load(int row, Vector column) => column.Int64s[row];
}

/// <summary>float64; in hashes −0 is 0, and all NaNs are one.</summary>
internal readonly struct DoubleValues : IValues<double>
{
    public static ColumnType Type => new(ColumnKind.Float64);

    public static ReadOnlySpan<double> Read(in RowInput rows) => rows.Doubles[..rows.Groups.Length];

    public static ulong Hash(double value) => StableHash.Of(BitConverter.DoubleToUInt64Bits(CanonicalDoubles.Of(value)));

    public static void Save(double value, int row, Vector column) => column.Doubles[row] = value;

    public static double Load(int row, Vector column) => column.Doubles[row];
}

/// <summary>Text; no text is a null in a column.</summary>
internal readonly struct TextValues : IValues<Text>
{
    public static ColumnType Type => new(ColumnKind.Utf8);

    public static ReadOnlySpan<Text> Read(in RowInput rows) => rows.Texts[..rows.Groups.Length];

    public static ulong Hash(Text value) => StableHash.Of(value.Bytes);

    public static void Save(Text value, int row, Vector column)
    {
        column.Dictionary ??= new TextDictionary();
        if (value.IsNone)
        {
            column.SetNull(row, column.Codes.Length);
        }
        else
        {
            column.Codes[row] = column.Dictionary.GetOrAdd(value.Bytes);
        }
    }

    public static Text Load(int row, Vector column) => column.IsNull(row) ? default : new Text(column.Dictionary!, column.Codes[row]);
}

/// <summary>A 128-bit integer in two int64 columns, the high half first.</summary>
internal static class SavedInt128
{
    public static void Save(Int128 value, int row, IReadOnlyList<Vector> columns, int first = 0)
    {
        columns[first].Int64s[row] = (long)(value >> 64);
        columns[first + 1].Int64s[row] = (long)(ulong)(UInt128)value;
    }

    public static Int128 Load(int row, IReadOnlyList<Vector> columns, int first = 0) =>
        new((ulong)columns[first].Int64s[row], (ulong)columns[first + 1].Int64s[row]);
}
