using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;
using TelemetryEngine.Kernels.Sketch;

namespace TelemetryEngine.Aggregates.Components;

// One of the three forms in which loops read values.
internal interface IValues<TValue>
{
    // The type of a column of a state.
    static abstract ColumnType Type { get; }

    static abstract ReadOnlySpan<TValue> Read(in RowInput rows);

    // A value's hash, the same on every machine.
    static abstract ulong Hash(TValue value);

    // As IChoice compares.
    static abstract int Compare<TChoice>(in TValue candidate, in TValue held)
        where TChoice : struct, IChoice;

    static abstract void Save(TValue value, int row, ColumnVector column);

    static abstract TValue Load(int row, ColumnVector column);
}

// int64.
internal readonly struct LongValues : IValues<long>
{
    public static ColumnType Type => new(ColumnKind.Int64);

    public static ReadOnlySpan<long> Read(in RowInput rows) => rows.Longs[..rows.Groups.Length];

    public static ulong Hash(long value) => StableHash.Of((ulong)value);

    public static int Compare<TChoice>(in long candidate, in long held)
        where TChoice : struct, IChoice => TChoice.Compare(candidate, held);

    public static void Save(long value, int row, ColumnVector column) => column.Int64s[row] = value;

    public static long Load(int row, ColumnVector column) => column.Int64s[row];
}

// float64; in hashes −0 is 0, and all NaNs are one.
internal readonly struct DoubleValues : IValues<double>
{
    public static ColumnType Type => new(ColumnKind.Float64);

    public static ReadOnlySpan<double> Read(in RowInput rows) => rows.Doubles[..rows.Groups.Length];

    public static ulong Hash(double value) => StableHash.Of(BitConverter.DoubleToUInt64Bits(CanonicalDoubles.Of(value)));

    public static int Compare<TChoice>(in double candidate, in double held)
        where TChoice : struct, IChoice => TChoice.Compare(candidate, held);

    public static void Save(double value, int row, ColumnVector column) => column.Doubles[row] = value;

    public static double Load(int row, ColumnVector column) => column.Doubles[row];
}

// Text; no text is a null in a column.
internal readonly struct TextValues : IValues<Text>
{
    public static ColumnType Type => new(ColumnKind.Utf8);

    public static ReadOnlySpan<Text> Read(in RowInput rows) => rows.Texts[..rows.Groups.Length];

    public static ulong Hash(Text value) => StableHash.Of(value.Bytes);

    public static int Compare<TChoice>(in Text candidate, in Text held)
        where TChoice : struct, IChoice => TChoice.Compare(candidate, held);

    public static void Save(Text value, int row, ColumnVector column)
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

    public static Text Load(int row, ColumnVector column) => column.IsNull(row) ? default : new Text(column.Dictionary!, column.Codes[row]);
}

// A 128-bit integer in two int64 columns, the high half first.
internal static class SavedInt128
{
    public static void Save(Int128 value, int row, IReadOnlyList<ColumnVector> columns, int first = 0)
    {
        columns[first].Int64s[row] = (long)(value >> 64);
        columns[first + 1].Int64s[row] = (long)(ulong)(UInt128)value;
    }

    public static Int128 Load(int row, IReadOnlyList<ColumnVector> columns, int first = 0) =>
        new((ulong)columns[first].Int64s[row], (ulong)columns[first + 1].Int64s[row]);
}
