using System.Runtime.InteropServices;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Columns;

/// <summary>
/// Shows one Arrow column, batch after batch, as a vector. Values of 64 bits without nulls are shown where they lie; everything else is put into the
/// vector's own memory: nulls because foreign data may hold anything there, bits because readers take whole words of them.
/// </summary>
internal sealed class ArrowVectors(Column column) : IDisposable
{
    private readonly TextDictionary? _texts = column.Type.IsText ? new TextDictionary() : null;
    private StringArray? _mapped;
    private int[] _map = [];

    /// <summary>The vector that <see cref="Show"/> fills, the same all the time.</summary>
    public Vector Vector { get; } = new(column.Type);

    /// <summary>Shows an array; valid as long as the array's memory and until the next call.</summary>
    /// <param name="array">The rows.</param>
    /// <param name="copy">True when the vector is going to be changed.</param>
    public void Show(ArrowArray array, bool copy)
    {
        Vector.Dictionary = _texts;
        switch (array)
        {
            case PrimitiveArray<long> { NullCount: 0 } whole when !copy: Wrap(whole); break;
            case PrimitiveArray<double> { NullCount: 0 } whole when !copy: Wrap(whole); break;
            case StringArray texts: CopyTexts(texts); break;
            case DictionaryArray texts: CopyCodes(texts); break;
            default: CopyValues(array); break;
        }
    }

    public void Dispose() => Vector.Dispose();

    private void Wrap<T>(PrimitiveArray<T> array)
        where T : unmanaged
    {
        ReadOnlyMemory<byte> memory = array.ValueBuffer.Memory.Slice(array.Offset * sizeof(long), array.Length * sizeof(long));
        Vector.Wrap(column.Type, MemoryMarshal.AsMemory(memory), default, 0);
    }

    private void CopyValues(ArrowArray array)
    {
        Vector.Reset(array.Length);
        switch (array)
        {
            case PrimitiveArray<long> longs: longs.Values.CopyTo(Vector.Int64s); break;
            case PrimitiveArray<double> doubles: doubles.Values.CopyTo(Vector.Doubles); break;
            case PrimitiveArray<int> ints: Widen(ints.Values, Vector.Int64s); break;
            case PrimitiveArray<float> floats: Widen(floats.Values, Vector.Doubles); break;
            default: CopyBits((BooleanArray)array); break;
        }

        if (array.NullCount != 0)
        {
            CopyNulls(array);
        }
    }

    private static void Widen(ReadOnlySpan<int> source, Span<long> target)
    {
        for (int row = 0; row < source.Length; row++)
        {
            target[row] = source[row];
        }
    }

    private static void Widen(ReadOnlySpan<float> source, Span<double> target)
    {
        for (int row = 0; row < source.Length; row++)
        {
            target[row] = source[row];
        }
    }

    private void CopyBits(BooleanArray array)
    {
        Vector.Bits.Clear();
        Bitmap.Copy(array.ValueBuffer.Span, array.Offset, array.Length, Vector.Bits);
    }

    private void CopyNulls(ArrowArray array)
    {
        for (int row = 0; row < array.Length; row++)
        {
            if (array.IsNull(row))
            {
                Vector.SetNull(row, array.Length);
            }
        }
    }

    private void CopyTexts(StringArray array)
    {
        Vector.Reset(array.Length);
        Span<int> codes = Vector.Codes;
        ReadOnlySpan<int> offsets = array.Offsets;
        ReadOnlySpan<byte> data = array.DataBuffer.Span;
        ReadOnlySpan<byte> last = default;
        int lastCode = -1;
        for (int row = 0; row < array.Length; row++)
        {
            if (array.NullCount != 0 && array.IsNull(row))
            {
                Vector.SetNull(row, array.Length);
                continue;
            }

            ReadOnlySpan<byte> text = data[offsets[row]..offsets[row + 1]];
            if (lastCode < 0 || !text.SequenceEqual(last))
            {
                last = text;
                lastCode = _texts!.GetOrAdd(text);
            }

            codes[row] = lastCode;
        }
    }

    private void CopyCodes(DictionaryArray array)
    {
        MapTo(array.Dictionary);
        Vector.Reset(array.Length);
        Span<int> codes = Vector.Codes;
        ReadOnlySpan<int> indices = array.Indices.Values;
        for (int row = 0; row < array.Length; row++)
        {
            if ((array.NullCount != 0 && array.IsNull(row)) || IsNullText(array.Dictionary, indices[row]))
            {
                Vector.SetNull(row, array.Length);
                continue;
            }

            codes[row] = _map[indices[row]];
        }
    }

    private bool IsNullText(StringArray dictionary, int code)
    {
        if ((uint)code >= (uint)dictionary.Length)
        {
            throw new InputException($"column '{column.Name}': code {code} lies outside its dictionary of {dictionary.Length} texts", column: column.Name);
        }

        return dictionary.NullCount != 0 && dictionary.IsNull(code);
    }

    // All texts at once, used or not: so the dictionary stays as it is over all batches of a file, and a sorted copy of it has to be made only once.
    private void MapTo(StringArray dictionary)
    {
        if (ReferenceEquals(_mapped, dictionary))
        {
            return;
        }

        _mapped = dictionary;
        if (_map.Length < dictionary.Length)
        {
            _map = new int[dictionary.Length];
        }

        for (int code = 0; code < dictionary.Length; code++)
        {
            _map[code] = dictionary.IsNull(code) ? 0 : _texts!.GetOrAdd(dictionary.GetUtf8(code));
        }
    }
}
