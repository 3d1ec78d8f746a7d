using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Execution.Flows;

// A column of rows that are held. A row's place counts through the arrays. Any thread may take while none is added.
internal abstract class GatheredColumn
{
    // What is held for it.
    public abstract long Bytes { get; }

    // A column for arrays of a type.
    public static GatheredColumn Of(IArrowType type) => type switch
    {
        StringType => new GatheredTexts(),
        BooleanType => new GatheredBools(),
        DictionaryType or NestedType or ExtensionType or NullType => new GatheredArrays(type),
        FixedWidthType { BitWidth: 8 } => new GatheredValues<byte>(type),
        FixedWidthType { BitWidth: 16 } => new GatheredValues<short>(type),
        FixedWidthType { BitWidth: 32 } => new GatheredValues<int>(type),
        FixedWidthType { BitWidth: 64 } => new GatheredValues<long>(type),
        _ => new GatheredArrays(type),
    };

    // Adds the rows of an array, which stand behind those before.
    public abstract void Add(IArrowArray array);

    // Some rows, by their places.
    // memory: Where their values go; null = memory of their own.
    // throws RunException: Its texts are more than one array can hold.
    public abstract IArrowArray Take(ReadOnlySpan<int> places, ArrayMemory? memory = null);

    // What values of some rows take of the memory, without texts.
    public abstract long RoomFor(int rows);

    // Whether what Add takes is copied.
    public virtual bool IsCopy => true;

    // Memory for values.
    protected static Memory<byte> Make(long bytes, ArrayMemory? memory) =>
        memory?.Allocate(checked((int)bytes)) ?? PinnedMemory.Allocate(checked((int)bytes));
}

// Which rows of a column are null. Nothing is kept before the first null.
internal sealed class GatheredNulls
{
    private readonly Chunks<bool> _nulls = new();

    // Whether any row is null.
    public bool Any => _nulls.Count > 0;

    public long Bytes => _nulls.Bytes;

    // Adds the rows of an array.
    // before: How many rows there are before it.
    public void Add(IArrowArray array, int before)
    {
        if (array.NullCount == 0 && _nulls.Count == 0)
        {
            return;
        }

        _nulls.Add(false, before - _nulls.Count);
        for (int row = 0; row < array.Length; row++)
        {
            _nulls.Add(array.IsNull(row), 1);
        }
    }

    public bool IsNull(int place) => place < _nulls.Count && _nulls[place];

    // The bits of validity of some rows; empty where none is null.
    public ArrowBuffer Validity(ReadOnlySpan<int> places, out int nulls)
    {
        nulls = 0;
        for (int i = 0; _nulls.Count > 0 && i < places.Length; i++)
        {
            nulls += IsNull(places[i]) ? 1 : 0;
        }

        if (nulls == 0)
        {
            return ArrowBuffer.Empty;
        }

        Memory<byte> memory = PinnedMemory.Allocate(Bitmap.ByteCount(places.Length));
        Span<byte> bits = memory.Span;
        bits.Clear();
        for (int i = 0; i < places.Length; i++)
        {
            bits[i >> 3] |= (byte)((IsNull(places[i]) ? 0 : 1) << (i & 7));
        }

        return new ArrowBuffer(memory);
    }
}

// Values of one width.
internal sealed class GatheredValues<T>(IArrowType type) : GatheredColumn
    where T : unmanaged
{
    private readonly Chunks<T> _values = new();
    private readonly GatheredNulls _nulls = new();

    public override long Bytes => _values.Bytes + _nulls.Bytes;

    public override void Add(IArrowArray array)
    {
        _nulls.Add(array, _values.Count);
        _values.Add(MemoryMarshal.Cast<byte, T>(array.Data.Buffers[1].Span).Slice(array.Offset, array.Length));
    }

    public override IArrowArray Take(ReadOnlySpan<int> places, ArrayMemory? memory = null)
    {
        Memory<byte> values = Make((long)places.Length * Unsafe.SizeOf<T>(), memory);
        _values.Take(places, MemoryMarshal.Cast<byte, T>(values.Span));
        ArrowBuffer validity = _nulls.Validity(places, out int nulls);
        return ArrowArrays.Make(type, places.Length, nulls, validity, new ArrowBuffer(values));
    }

    public override long RoomFor(int rows) => ArrayMemory.RoomFor((long)rows * Unsafe.SizeOf<T>());
}

// Bits, a byte for each.
internal sealed class GatheredBools : GatheredColumn
{
    private readonly Chunks<byte> _values = new();
    private readonly GatheredNulls _nulls = new();

    public override long Bytes => _values.Bytes + _nulls.Bytes;

    public override void Add(IArrowArray array)
    {
        BooleanArray bools = (BooleanArray)array;
        _nulls.Add(array, _values.Count);
        for (int row = 0; row < array.Length; row++)
        {
            _values.Add(bools.GetValue(row) == true ? (byte)1 : (byte)0, 1);
        }
    }

    public override IArrowArray Take(ReadOnlySpan<int> places, ArrayMemory? memory = null)
    {
        Memory<byte> values = Make(Bitmap.ByteCount(places.Length), memory);
        Span<byte> bits = values.Span;
        bits.Clear();
        for (int i = 0; i < places.Length; i++)
        {
            bits[i >> 3] |= (byte)(_values[places[i]] << (i & 7));
        }

        ArrowBuffer validity = _nulls.Validity(places, out int nulls);
        return ArrowArrays.Make(BooleanType.Default, places.Length, nulls, validity, new ArrowBuffer(values));
    }

    public override long RoomFor(int rows) => ArrayMemory.RoomFor(Bitmap.ByteCount(rows));
}

// Texts, each of which is held once.
internal sealed class GatheredTexts : GatheredColumn
{
    private static readonly Column Text = new("", new ColumnType(ColumnKind.Utf8));

    private readonly ArrowVectors _view = new(Text);
    private readonly VectorArrays _arrays = new();
    private readonly Chunks<int> _codes = new();
    private readonly GatheredNulls _nulls = new();

    public override long Bytes => _codes.Bytes + _nulls.Bytes + _view.TextBytes;

    // The texts. That of a null is any.
    public TextDictionary Texts { get; private set; } = new();

    public override void Add(IArrowArray array)
    {
        _nulls.Add(array, _codes.Count);
        _view.Show(array, copy: false);
        Texts = _view.Vector.Dictionary!;
        _codes.Add(_view.Vector.Codes[..array.Length]);
    }

    // The codes of some rows' texts.
    public void Codes(ReadOnlySpan<int> places, Span<int> into) => _codes.Take(places, into);

    public bool IsNull(int place) => _nulls.IsNull(place);

    public override IArrowArray Take(ReadOnlySpan<int> places, ArrayMemory? memory = null)
    {
        using ColumnVector vector = new(Text.Type);
        vector.Reset(places.Length);
        vector.Dictionary = Texts;
        _codes.Take(places, vector.Codes);
        for (int row = 0; _nulls.Any && row < places.Length; row++)
        {
            if (_nulls.IsNull(places[row]))
            {
                vector.SetNull(row, places.Length);
            }
        }

        return _arrays.ToArrow(vector, StringType.Default, places.Length, memory);
    }

    public override long RoomFor(int rows) => ArrayMemory.RoomFor((rows + 1L) * sizeof(int));
}
