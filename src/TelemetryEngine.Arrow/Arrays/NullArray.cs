namespace TelemetryEngine.Arrow;

/// <summary>Rows that are all null.</summary>
internal sealed class NullArray : ArrowArray
{
    /// <summary>Makes an array.</summary>
    /// <param name="length">The number of rows.</param>
    public NullArray(int length)
        : base(length)
    {
    }

    /// <inheritdoc/>
    public override NullArray Slice(int offset, int length)
    {
        CheckSlice(offset, length);
        return new NullArray(length);
    }
}
