namespace TelemetryEngine.DataGen.Text;

// Writes rows as text. Every method can be called by any number of threads at a time.
internal interface IRowText
{
    // No row takes more bytes, the slack of copies of constant size included.
    int MaxRowBytes { get; }

    // What stands before the first row.
    ReadOnlySpan<byte> Header { get; }

    // Writes rows one after the other and returns the bytes used and the rows written, without those missing.
    // first: The position of the first row.
    // block: At least count × MaxRowBytes bytes.
    (int Bytes, int Rows) Write(long first, int count, Span<byte> block);
}
