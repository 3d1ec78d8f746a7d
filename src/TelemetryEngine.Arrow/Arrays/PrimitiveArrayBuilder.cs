using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow;

/// <summary>Collects values of one width.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <typeparam name="TArray">What is made.</typeparam>
internal abstract class PrimitiveArrayBuilder<T, TArray> : ArrayBuilder<TArray>
    where T : unmanaged
    where TArray : PrimitiveArray<T>
{
    private readonly List<T> _values = [];

    private protected PrimitiveArrayBuilder()
    {
    }

    /// <summary>Adds a row.</summary>
    public PrimitiveArrayBuilder<T, TArray> Append(T value)
    {
        _values.Add(value);
        CountValid(1);
        return this;
    }

    /// <summary>Adds rows.</summary>
    public PrimitiveArrayBuilder<T, TArray> AppendRange(ReadOnlySpan<T> values)
    {
        _values.AddRange(values);
        CountValid(values.Length);
        return this;
    }

    /// <summary>Adds a null row; its value bytes are 0.</summary>
    public PrimitiveArrayBuilder<T, TArray> AppendNull()
    {
        _values.Add(default);
        CountNull();
        return this;
    }

    /// <summary>Makes room for this many rows in all.</summary>
    public PrimitiveArrayBuilder<T, TArray> Reserve(int capacity)
    {
        _values.EnsureCapacity(capacity);
        return this;
    }

    private protected sealed override TArray Build(ArrowBuffer validity, int length, int nullCount)
    {
        ArrowBuffer values = ArrowBuffer.CopyOf<T>(CollectionsMarshal.AsSpan(_values));
        _values.Clear();
        return Build(values, validity, length, nullCount);
    }

    private protected abstract TArray Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount);
}
