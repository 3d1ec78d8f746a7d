using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>States as bytes made by hand.</summary>
internal static class SavedBytes
{
    /// <summary>A column of one state.</summary>
    /// <param name="hex">Its bytes, separated by spaces.</param>
    public static ColumnVector Column(string hex) => Column(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    /// <summary>A column of one state.</summary>
    public static ColumnVector Column(ReadOnlySpan<byte> bytes)
    {
        ColumnVector column = new(new ColumnType(ColumnKind.Bytes));
        column.Reset(1);
        bytes.CopyTo(column.AddBytes(0, bytes.Length));
        return column;
    }
}
