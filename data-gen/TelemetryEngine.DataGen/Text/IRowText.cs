namespace TelemetryEngine.DataGen.Text;

/// <summary>Writes rows as text. Every method can be called by any number of threads at a time.</summary>
internal interface IRowText
{
    /// <summary>No row takes more bytes, the slack of copies of constant size included.</summary>
    int MaxRowBytes { get; }

    /// <summary>What stands before the first row.</summary>
    ReadOnlySpan<byte> Header { get; }

    /// <summary>Writes rows one after the other and returns the bytes used and the rows written, without those missing.</summary>
    /// <param name="first">The position of the first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="block">At least <paramref name="count"/> × <see cref="MaxRowBytes"/> bytes.</param>
    (int Bytes, int Rows) Write(long first, int count, Span<byte> block);
}
