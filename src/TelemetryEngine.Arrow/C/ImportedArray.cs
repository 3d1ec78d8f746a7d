namespace TelemetryEngine.Arrow.C;

/// <summary>An array over another library's memory. Whoever imported it disposes it, and uses no array, slice or span of it afterwards.</summary>
public sealed class ImportedArray : IDisposable
{
    private readonly IDisposable _memory;

    internal ImportedArray(ArrowArray array, IDisposable memory)
    {
        Array = array;
        _memory = memory;
    }

    /// <summary>The array.</summary>
    public ArrowArray Array { get; }

    /// <summary>Has the producer release the memory: once, however often it is called.</summary>
    public void Dispose() => _memory.Dispose();
}
