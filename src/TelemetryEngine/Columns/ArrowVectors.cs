using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using TelemetryEngine.Arrow;
using TelemetryEngine.Kernels.Compare;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

// Shows one Arrow column, batch after batch, as a vector. Values of 64 bits without nulls are shown where they lie, and codes without nulls
// while the texts of their dictionary have the same codes here; everything else is put into the vector's own memory: nulls because foreign
// data may hold anything there, bits because readers take whole words of them.
internal sealed class ArrowVectors(Column column) : IDisposable
{
    private TextDictionary? _texts = column.Type.IsText ? new TextDictionary() : null;
    private ArrayData? _mapped;
    private int[] _map = [];
    private int[] _wideCodes = [];
    private bool _mapsToItself;

    // The vector that Show fills, the same all the time.
    public ColumnVector Vector { get; } = new(column.Type);

    // Shows an array; valid as long as the array's memory and until the next call.
    // copy: True when the vector is going to be changed.
    public void Show(IArrowArray array, bool copy)
    {
        Vector.Dictionary = _texts;
        array = array is ExtensionArray extension ? extension.Storage : array;
        switch (array)
        {
            case FixedSizeBinaryArray decimals: ArrowDecimals.Copy(decimals, Vector); break;
            case DoubleArray decimals when column.Type.Kind == ColumnKind.Decimal: WrittenDecimals.Read(decimals, Vector); break;
            case PrimitiveArray<long> { NullCount: 0 } whole when !copy: Wrap(whole); break;
            case PrimitiveArray<double> { NullCount: 0 } whole when !copy: Wrap(whole); break;
            case StringArray texts: CopyTexts(texts, ArrowArrays.OffsetsOf(texts), texts.ValueBuffer.Span); break;
            case LargeStringArray texts: CopyTexts(texts, ArrowArrays.OffsetsOf(texts), texts.ValueBuffer.Span); break;
            case StringViewArray texts: CopyTexts(texts); break;
            case LargeBinaryArray bytes: ArrowBytes.Show(bytes, Vector, column.Name); break;
            case DictionaryArray texts: ShowCodes(texts, copy); break;
            default: CopyValues(array); break;
        }
    }

    // Bytes held by the texts that were met.
    public long TextBytes => _texts?.Bytes ?? 0;

    // Begins a new dictionary with the next array.
    public void ForgetTexts()
    {
        _texts = _texts is null ? null : new TextDictionary();
        _mapped = null;
    }

    public void Dispose() => Vector.Dispose();

    private void Wrap<T>(PrimitiveArray<T> array)
        where T : unmanaged, IEquatable<T>
    {
        int size = Unsafe.SizeOf<T>();
        ReadOnlyMemory<byte> memory = array.ValueBuffer.Memory.Slice(array.Offset * size, array.Length * size);
        Vector.Wrap(column.Type, MemoryMarshal.AsMemory(memory), default, 0, _texts);
    }

    private void CopyValues(IArrowArray array)
    {
        Vector.Reset(array.Length);
        switch (array)
        {
            case PrimitiveArray<long> longs: longs.Values.CopyTo(Vector.Int64s); break;
            case PrimitiveArray<double> doubles: doubles.Values.CopyTo(Vector.Doubles); break;
            case Date32Array days: CopyDays(days.Values, Vector.Int64s); break;
            case PrimitiveArray<int> ints: Widen(ints.Values, Vector.Int64s); break;
            case Int8Array ints: Widen(ints.Values, Vector.Int64s); break;
            case Int16Array ints: Widen(ints.Values, Vector.Int64s); break;
            case UInt8Array ints: Widen(ints.Values, Vector.Int64s); break;
            case UInt16Array ints: Widen(ints.Values, Vector.Int64s); break;
            case UInt32Array ints: Widen(ints.Values, Vector.Int64s); break;
            case UInt64Array ints: CopyUnsigned(ints); break;
            case PrimitiveArray<float> floats: Widen(floats.Values, Vector.Doubles); break;
            case HalfFloatArray halves: Widen(halves.Values, Vector.Doubles); break;
            default: CopyBits((BooleanArray)array); break;
        }

        if (array.NullCount != 0)
        {
            CopyNulls(array);
        }
    }

    private static void Widen<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> target)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        for (int row = 0; row < source.Length; row++)
        {
            target[row] = TTo.CreateTruncating(source[row]);
        }
    }

    private static void CopyDays(ReadOnlySpan<int> days, Span<long> seconds)
    {
        const long secondsOfDay = 86_400;
        for (int row = 0; row < days.Length; row++)
        {
            seconds[row] = days[row] * secondsOfDay;
        }
    }

    private void CopyUnsigned(UInt64Array array)
    {
        ReadOnlySpan<ulong> values = array.Values;
        Span<long> target = Vector.Int64s;
        for (int row = 0; row < values.Length; row++)
        {
            target[row] = (long)values[row];
            if (target[row] < 0 && array.IsValid(row))
            {
                throw new InputException($"column '{column.Name}': {values[row]} is more than an int64 can hold", column: column.Name);
            }
        }
    }

    private void CopyBits(BooleanArray array)
    {
        Vector.Bits.Clear();
        Bitmap.Copy(array.ValueBuffer.Span, array.Offset, array.Length, Vector.Bits);
    }

    private void CopyNulls(IArrowArray array)
    {
        for (int row = 0; row < array.Length; row++)
        {
            if (array.IsNull(row))
            {
                Vector.SetNull(row, array.Length);
            }
        }
    }

    // Texts that lie one behind the other, the common case: the spans are taken once.
    private void CopyTexts<TOffset>(IArrowArray array, ReadOnlySpan<TOffset> offsets, ReadOnlySpan<byte> data)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        Vector.Reset(array.Length);
        Span<int> codes = Vector.Codes;
        ReadOnlySpan<byte> last = default;
        int lastCode = -1;
        for (int row = 0; row < array.Length; row++)
        {
            if (array.NullCount != 0 && array.IsNull(row))
            {
                Vector.SetNull(row, array.Length);
                continue;
            }

            ReadOnlySpan<byte> text = data[int.CreateTruncating(offsets[row])..int.CreateTruncating(offsets[row + 1])];
            codes[row] = lastCode = CodeOf(text, last, lastCode);
            last = text;
        }
    }

    private void CopyTexts(StringViewArray array)
    {
        Vector.Reset(array.Length);
        Span<int> codes = Vector.Codes;
        ReadOnlySpan<byte> last = default;
        int lastCode = -1;
        for (int row = 0; row < array.Length; row++)
        {
            if (array.NullCount != 0 && array.IsNull(row))
            {
                Vector.SetNull(row, array.Length);
                continue;
            }

            ReadOnlySpan<byte> text = array.GetBytes(row);
            codes[row] = lastCode = CodeOf(text, last, lastCode);
            last = text;
        }
    }

    private int CodeOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> last, int lastCode) =>
        lastCode >= 0 && text.SequenceEqual(last) ? lastCode : _texts!.GetOrAdd(text);

    private void ShowCodes(DictionaryArray array, bool copy)
    {
        IArrowArray dictionary = array.Dictionary;
        MapTo(dictionary);
        ReadOnlySpan<int> indices = CodesOf(array);
        // a code outside the dictionary is found again, and named, by the loop that looks at each row
        if (array.NullCount != 0 || dictionary.NullCount != 0 || dictionary.Length == 0 || !RangeRun.AreBelow(indices, dictionary.Length))
        {
            CopyCodes(array, dictionary, indices);
        }
        else if (_mapsToItself && !copy && array.Indices is Int32Array codes)
        {
            Wrap(codes);
        }
        else
        {
            Vector.Reset(array.Length);
            Translate(indices, _map, Vector.Codes);
        }
    }

    // The codes as int32; what does not fit, and so lies outside any dictionary, as −1.
    private ReadOnlySpan<int> CodesOf(DictionaryArray array)
    {
        if (array.Indices is Int32Array codes)
        {
            return codes.Values;
        }

        if (_wideCodes.Length < array.Length)
        {
            _wideCodes = new int[array.Length];
        }

        Span<int> target = _wideCodes.AsSpan(0, array.Length);
        switch (array.Indices)
        {
            case Int8Array narrow: Convert(narrow.Values, target); break;
            case Int16Array narrow: Convert(narrow.Values, target); break;
            case UInt8Array narrow: Convert(narrow.Values, target); break;
            case UInt16Array narrow: Convert(narrow.Values, target); break;
            case Int64Array wide: Convert(wide.Values, target); break;
            case UInt32Array wide: Convert(wide.Values, target); break;
            default: Convert(((UInt64Array)array.Indices).Values, target); break;
        }

        return target;
    }

    private static void Convert<T>(ReadOnlySpan<T> source, Span<int> target)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int row = 0; row < source.Length; row++)
        {
            int code = int.CreateTruncating(source[row]);
            target[row] = T.CreateTruncating(code) == source[row] && code >= 0 ? code : -1;
        }
    }

    private static void Translate(ReadOnlySpan<int> indices, ReadOnlySpan<int> map, Span<int> codes)
    {
        codes = codes[..indices.Length];
        for (int row = 0; row < indices.Length; row++)
        {
            codes[row] = map[indices[row]];
        }
    }

    private void CopyCodes(DictionaryArray array, IArrowArray dictionary, ReadOnlySpan<int> indices)
    {
        Vector.Reset(array.Length);
        Span<int> codes = Vector.Codes;
        for (int row = 0; row < array.Length; row++)
        {
            if ((array.NullCount != 0 && array.IsNull(row)) || IsNullText(dictionary, indices[row]))
            {
                Vector.SetNull(row, array.Length);
                continue;
            }

            codes[row] = _map[indices[row]];
        }
    }

    private bool IsNullText(IArrowArray dictionary, int code)
    {
        if ((uint)code >= (uint)dictionary.Length)
        {
            throw new InputException($"column '{column.Name}': code {code} lies outside its dictionary of {dictionary.Length} texts",
                column: column.Name);
        }

        return dictionary.NullCount != 0 && dictionary.IsNull(code);
    }

    // All texts at once, used or not: so the dictionary stays as it is over all batches of a file, and a sorted copy of it has to be made
    // only once.
    private void MapTo(IArrowArray dictionary)
    {
        if (ReferenceEquals(_mapped, dictionary.Data))
        {
            return;
        }

        _mapped = dictionary.Data;
        if (_map.Length < dictionary.Length)
        {
            _map = new int[dictionary.Length];
        }

        _mapsToItself = true;
        for (int code = 0; code < dictionary.Length; code++)
        {
            _map[code] = dictionary.IsNull(code) ? 0 : _texts!.GetOrAdd(dictionary.BytesAt(code));
            _mapsToItself &= _map[code] == code;
        }
    }
}
