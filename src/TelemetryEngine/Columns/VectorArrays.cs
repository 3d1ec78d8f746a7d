using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Kernels.Arithmetic;
using TelemetryEngine.Kernels.Text;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

// Makes Arrow arrays of vectors. The arrays own their memory, so the vector may be used again. Decimals become float64, rounded to nearest
// even; −0 becomes 0 and every NaN the quiet one; a dictionary comes out sorted, and is made once for all batches that share the vector's
// TextDictionary while it does not grow.
internal sealed class VectorArrays
{
    // what an array can hold, with room for its alignment
    private const int MostTextBytes = int.MaxValue - (1 << 16);

    // Int32 codes of texts.
    public static readonly DictionaryType CodedText = new(Int32Type.Default, StringType.Default, ordered: false);

    private readonly Lock _lock = new();
    private TextDictionary? _texts;
    private int _textCount;
    private int[] _places = [];
    private IArrowArray? _sorted;

    // The Arrow type in which a column leaves the engine.
    // zone: The zone of timestamps that name none; null = UTC.
    public static IArrowType TypeOf(ColumnType type, string? zone) => type.Kind switch
    {
        ColumnKind.Bool => BooleanType.Default,
        ColumnKind.Int32 => Int32Type.Default,
        ColumnKind.Int64 => Int64Type.Default,
        ColumnKind.Float32 => FloatType.Default,
        ColumnKind.Float64 or ColumnKind.Decimal => DoubleType.Default,
        ColumnKind.Timestamp => new TimestampType(type.Unit, type.Zone ?? zone ?? "UTC"),
        ColumnKind.Utf8 => StringType.Default,
        ColumnKind.Bytes => LargeBinaryType.Default,
        _ => CodedText,
    };

    // Where a text ends in an array of texts.
    // throws RunException: That is more than one array can hold.
    public static int TextEnd(int start, int bytes) => bytes <= MostTextBytes - start
        ? start + bytes
        : throw new RunException(
            $"the texts of one column are more than 2 GiB in one batch of the result; shorten them, or filter with {Fix.Where}");

    // Columns as an Arrow schema.
    public static Schema SchemaOf(IEnumerable<Column> columns, string? zone) =>
        new([.. columns.Select(c => new Field(c.Name, TypeOf(c.Type, zone), nullable: true))], null);

    // The first rows of a vector as an array of an Arrow type that its own type leaves the engine as.
    // memory: Where the array's values go; null = memory of their own, or the vector's where it gives that away.
    public IArrowArray ToArrow(ColumnVector vector, IArrowType type, int rows, ArrayMemory? memory = null)
    {
        ArrowBuffer validity = vector.HasNulls ? ArrowArrays.CopyOf<byte>(vector.Validity[..((rows + 7) / 8)]) : ArrowBuffer.Empty;
        int nulls = vector.HasNulls ? rows - Bitmap.CountSet(validity.Span, 0, rows) : 0;
        return type switch
        {
            BooleanType => ArrowArrays.Make(type, rows, nulls, validity, ArrowArrays.CopyOf<byte>(vector.Bits[..((rows + 7) / 8)])),
            Int32Type => ArrowArrays.Make(type, rows, nulls, validity, Narrow(vector, rows, memory)),
            Int64Type or TimestampType =>
                ArrowArrays.Make(type, rows, nulls, validity, new ArrowBuffer(vector.Take(rows * sizeof(long), memory))),
            FloatType => ArrowArrays.Make(type, rows, nulls, validity, NarrowDoubles(vector, rows, memory)),
            DoubleType => ArrowArrays.Make(type, rows, nulls, validity, Doubles(vector, rows, memory)),
            StringType => Strings(vector, rows, validity, nulls, memory),
            LargeBinaryType => ArrowArrays.Make(
                type, rows, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<long>(vector.Int64s[..(rows + 1)]),
                ArrowArrays.CopyOf(vector.BytesOf(0, rows))),
            DictionaryType dictionary => Coded(dictionary, vector, rows, validity, nulls, memory),
            _ => throw new ArgumentException($"no vector leaves the engine as {ArrowNames.Of(type)}", nameof(type)),
        };
    }

    private static Memory<byte> Make<T>(ColumnVector vector, int count, ArrayMemory? into, out Span<T> values)
        where T : unmanaged
    {
        Memory<byte> memory = vector.Make(checked(count * Unsafe.SizeOf<T>()), into);
        values = MemoryMarshal.Cast<byte, T>(memory.Span);
        return memory;
    }

    private static ArrowBuffer Narrow(ColumnVector vector, int rows, ArrayMemory? into)
    {
        ReadOnlySpan<long> values = vector.Int64s[..rows];
        Memory<byte> memory = Make(vector, rows, into, out Span<int> narrow);
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = checked((int)values[i]);
        }

        return new ArrowBuffer(memory);
    }

    private static ArrowBuffer NarrowDoubles(ColumnVector vector, int rows, ArrayMemory? into)
    {
        ReadOnlySpan<double> values = vector.Doubles[..rows];
        Memory<byte> memory = Make(vector, rows, into, out Span<float> narrow);
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = double.IsNaN(values[i]) ? float.NaN : (float)values[i] + 0f;
        }

        return new ArrowBuffer(memory);
    }

    private static ArrowBuffer Doubles(ColumnVector vector, int rows, ArrayMemory? into)
    {
        if (vector.Layout == VectorLayout.Double)
        {
            Memory<byte> taken = vector.Take(rows * sizeof(double), into);
            CanonicalDoubles.Make(MemoryMarshal.Cast<byte, double>(taken.Span));
            return new ArrowBuffer(taken);
        }

        Memory<byte> memory = Make(vector, rows, into, out Span<double> values);
        ScaledDecimal.ToDoubles(vector.Int64s[..rows], vector.Type.Scale, values);
        foreach (WideValue wide in vector.Wide)
        {
            if (wide.Row < rows)
            {
                values[wide.Row] = ColumnViews.ToDouble(wide);
            }
        }

        return new ArrowBuffer(memory);
    }

    private static IArrowArray Strings(ColumnVector vector, int rows, ArrowBuffer validity, int nulls, ArrayMemory? into)
    {
        Memory<byte> offsetMemory = Make(vector, rows + 1, into, out Span<int> offsets);
        TextDictionary dictionary = vector.Dictionary ?? new TextDictionary();
        ReadOnlySpan<int> codes = vector.Codes[..rows];
        if (nulls != 0)
        {
            codes = WithoutNulls(vector, codes);
        }

        int end = (int)Math.Min(dictionary.Ends(codes, offsets), (long)MostTextBytes + 1);
        TextEnd(0, end);
        Memory<byte> data = Make(vector, end, into, out Span<byte> texts);
        dictionary.CopyTexts(codes, offsets, texts);
        return ArrowArrays.Make(StringType.Default, rows, nulls, validity, new ArrowBuffer(offsetMemory), new ArrowBuffer(data));
    }

    // −1 for nulls
    private static int[] WithoutNulls(ColumnVector vector, ReadOnlySpan<int> codes)
    {
        int[] known = codes.ToArray();
        for (int row = 0; row < known.Length; row++)
        {
            known[row] = vector.IsNull(row) ? -1 : known[row];
        }

        return known;
    }

    private DictionaryArray Coded(DictionaryType type, ColumnVector vector, int rows, ArrowBuffer validity, int nulls, ArrayMemory? into)
    {
        TextDictionary texts = vector.Dictionary!;
        int[] placeOf;
        IArrowArray sorted;
        lock (_lock)
        {
            if (!ReferenceEquals(texts, _texts) || texts.Count != _textCount)
            {
                Sort(texts);
            }

            placeOf = _places;
            sorted = _sorted!;
        }

        Memory<byte> taken = vector.Take(rows * sizeof(int), into);
        Span<int> places = MemoryMarshal.Cast<byte, int>(taken.Span);
        for (int row = 0; row < places.Length; row++)
        {
            // the code of a null is 0, of which there may be no text
            places[row] = nulls != 0 && vector.IsNull(row) ? 0 : placeOf[places[row]];
        }

        return new DictionaryArray(type, ArrowArrays.Make(Int32Type.Default, rows, nulls, validity, new ArrowBuffer(taken)), sorted);
    }

    private void Sort(TextDictionary texts)
    {
        int[] order = [.. Enumerable.Range(0, texts.Count)];
        Array.Sort(order, (a, b) => texts[a].SequenceCompareTo(texts[b]));
        _places = new int[order.Length];
        Span<int> offsets = new int[order.Length + 1];
        for (int place = 0; place < order.Length; place++)
        {
            _places[order[place]] = place;
            offsets[place + 1] = TextEnd(offsets[place], texts[order[place]].Length);
        }

        Memory<byte> bytes = PinnedMemory.Allocate(offsets[^1]);
        for (int place = 0; place < order.Length; place++)
        {
            texts[order[place]].CopyTo(bytes.Span[offsets[place]..]);
        }

        _sorted = ArrowArrays.Make(StringType.Default, order.Length, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>(offsets),
            new ArrowBuffer(bytes));
        _texts = texts;
        _textCount = texts.Count;
    }
}
