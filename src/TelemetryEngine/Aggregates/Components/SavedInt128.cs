using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>A 128-bit integer in two int64 columns, the high half first.</summary>
internal static class SavedInt128
{
    public static void Save(Int128 value, int row, IReadOnlyList<Vector> columns)
    {
        columns[0].Int64s[row] = (long)(value >> 64);
        columns[1].Int64s[row] = (long)(ulong)(UInt128)value;
    }

    public static Int128 Load(int row, IReadOnlyList<Vector> columns) =>
        new((ulong)columns[0].Int64s[row], (ulong)columns[1].Int64s[row]);
}
