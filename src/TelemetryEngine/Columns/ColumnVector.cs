using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

// How a ColumnVector holds its values. Each is the layout of an Arrow buffer.
internal enum VectorLayout
{
    // One bit a row, least significant bit first.
    Bits,

    // One int64 a row: integers and timestamps.
    Int64,

    // One float64 a row.
    Double,

    // One int64 a row, to be multiplied by 10^−scale; rows that do not fit stand in ColumnVector.Wide.
    Scaled,

    // One int32 a row: a code into ColumnVector.Dictionary.
    Codes,

    // One int64 a row and one more: where the row's bytes start, and where the last row's end. No row is null.
    Bytes,
}

// One column of a batch: values in an Arrow layout, a validity bitmap, and what does not fit the layout beside them. The memory is reused
// from batch to batch, or belongs to another owner (Wrap); the owner of the batch owns its vectors. A vector of a result gives its memory
// to the array that is made of it. At a null row the value is 0.
internal sealed partial class ColumnVector : IDisposable
{
    private readonly ArrayMemory? _given;
    private AlignedMemory? _ownedValues;
    private AlignedMemory? _ownedValidity;
    private Memory<byte> _values;
    private Memory<byte> _validity;
    private byte[] _ownedBytes = [];
    private ReadOnlyMemory<byte> _bytes;

    // given: Where the values' memory comes from that the array that is made of it keeps; null = it keeps its own, and the array gets a
    // copy.
    public ColumnVector(ColumnType type, ArrayMemory? given = null)
    {
        Type = type;
        _given = given;
    }

    public ColumnType Type { get; private set; }

    public VectorLayout Layout => Type.Layout;

    // Rows that are null. With 0 the validity bitmap must not be read.
    public int NullCount { get; private set; }

    public bool HasNulls => NullCount != 0;

    // The texts behind Codes.
    public TextDictionary? Dictionary { get; set; }

    // The most bytes that the texts of a result may have together.
    public long MostTextBytes { get; init; } = 1 << 30;

    // For VectorLayout.Scaled: the rows that do not fit, in row order; their mantissa is 0 and they are not null.
    public List<WideValue> Wide { get; } = [];

    public Span<byte> Bits => _values.Span;

    public Span<long> Int64s => MemoryMarshal.Cast<byte, long>(_values.Span);

    public Span<double> Doubles => MemoryMarshal.Cast<byte, double>(_values.Span);

    public Span<int> Codes => MemoryMarshal.Cast<byte, int>(_values.Span);

    // One bit a row, 1 = a value. Only to be read when NullCount is not 0.
    public Span<byte> Validity => _validity.Span;

    // The memory behind the values, for arrays that show it.
    public ReadOnlyMemory<byte> ValueMemory => _values;

    // The memory behind Validity.
    public ReadOnlyMemory<byte> ValidityMemory => _validity;

    // For VectorLayout.Bytes: the memory behind the rows' bytes.
    public ReadOnlyMemory<byte> BytesMemory => _bytes;

    // What the values of so many rows take.
    public static long BytesOf(VectorLayout layout, long rows) => layout switch
    {
        VectorLayout.Bits => (rows + 63) / 64 * 8,
        VectorLayout.Codes => rows * sizeof(int),
        VectorLayout.Bytes => (rows + 1) * sizeof(long),
        _ => rows * sizeof(long),
    };

    // Makes room for rows rows and forgets nulls and wide values. The values are not cleared.
    public void Reset(int rows)
    {
        int bytes = (int)BytesOf(Layout, rows);
        _values = _given is null ? Owned(bytes) : _given.Allocate(bytes);
        _validity = default;
        NullCount = 0;
        Wide.Clear();
        if (Layout == VectorLayout.Bytes)
        {
            Int64s.Clear();
        }
    }

    // For VectorLayout.Bytes: gives a row its bytes, to be filled by the caller. Rows get theirs in order, each once.
    // throws RunException: All rows together have more bytes than an array can hold.
    public Span<byte> AddBytes(int row, long length)
    {
        int start = (int)Int64s[row];
        if (length > Array.MaxLength - start)
        {
            throw new RunException(
                $"states of {start + length} bytes are more than a batch can hold; use shorter windows or more keys, or filter with {Fix.Where}");
        }

        int end = start + (int)length;
        if (end > _ownedBytes.Length)
        {
            Array.Resize(ref _ownedBytes, (int)Math.Min(Math.Max(end, _ownedBytes.Length * 2L), Array.MaxLength));
        }

        _bytes = _ownedBytes;
        Int64s[row + 1] = end;
        return _ownedBytes.AsSpan(start, (int)length);
    }

    // For VectorLayout.Bytes: shows bytes that another owner keeps alive; where rows start and end is in Int64s.
    public void ShowBytes(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    // For VectorLayout.Bytes: a row's bytes.
    public ReadOnlySpan<byte> BytesOf(int row) => BytesOf(row, row + 1);

    // For VectorLayout.Bytes: the bytes of rows one behind the other.
    public ReadOnlySpan<byte> BytesOf(int firstRow, int endRow) => _bytes.Span[(int)Int64s[firstRow]..(int)Int64s[endRow]];

    // Shows memory that another owner keeps alive for as long as this vector is read.
    public void Wrap(ColumnType type, Memory<byte> values, Memory<byte> validity, int nullCount, TextDictionary? dictionary = null)
    {
        Debug.Assert(nullCount == 0 || !validity.IsEmpty, "nulls need a bitmap");
        Debug.Assert(type.Layout != VectorLayout.Bytes, "bytes lie in two places");
        Type = type;
        _values = values;
        _validity = validity;
        NullCount = nullCount;
        Dictionary = dictionary;
        Wide.Clear();
    }

    // Marks a row null and zeroes its value. The first null of a batch makes a bitmap of rows ones.
    public void SetNull(int row, int rows)
    {
        Debug.Assert(Layout != VectorLayout.Bytes, "bytes are never null");
        if (NullCount == 0)
        {
            PrepareValidity(rows).Fill(0xFF);
        }

        ref byte cell = ref _validity.Span[row >> 3];
        byte bit = (byte)(1 << (row & 7));
        if ((cell & bit) == 0)
        {
            return;
        }

        cell = (byte)(cell & ~bit);
        NullCount++;
        switch (Layout)
        {
            case VectorLayout.Bits: Bits[row >> 3] = (byte)(Bits[row >> 3] & ~bit); break;
            case VectorLayout.Codes: Codes[row] = 0; break;
            default: Int64s[row] = 0; break;
        }
    }

    // Makes a null row one with the value 0.
    public void ClearNull(int row)
    {
        if (IsNull(row))
        {
            _validity.Span[row >> 3] |= (byte)(1 << (row & 7));
            NullCount--;
        }
    }

    // Gives a row the value of another one, which is not null.
    public void CopyValue(int from, int to)
    {
        ClearNull(to);
        switch (Layout)
        {
            case VectorLayout.Bits:
                Bits[to >> 3] = (byte)((Bits[to >> 3] & ~(1 << (to & 7)))
                | (((Bits[from >> 3] >> (from & 7)) & 1) << (to & 7))); break;
            case VectorLayout.Codes: Codes[to] = Codes[from]; break;
            default: Int64s[to] = Int64s[from]; break;
        }
    }

    // A bitmap of this vector's own for rows rows, to be filled by the caller, who then calls SetNullCount. Its length is a multiple of 8
    // bytes.
    public Span<byte> PrepareValidity(int rows)
    {
        int bytes = (rows + 63) / 64 * 8;
        if (_ownedValidity is null || _ownedValidity.Length < bytes)
        {
            ((IDisposable?)_ownedValidity)?.Dispose();
            _ownedValidity = new AlignedMemory(Math.Max(bytes, 1024));
        }

        _validity = _ownedValidity.Memory[..bytes];
        return _validity.Span;
    }

    // Says how many of the bitmap's rows are null.
    public void SetNullCount(int nullCount) => NullCount = nullCount;

    public bool IsNull(int row) => NullCount != 0 && (_validity.Span[row >> 3] & (1 << (row & 7))) == 0;

    // The first values for an array to keep: a copy, or this vector's own memory where it gives that away.
    // bytes: How many bytes they are.
    // memory: Where a copy goes; null = memory of its own.
    public Memory<byte> Take(int bytes, ArrayMemory? memory = null)
    {
        if (_given is not null)
        {
            return _values[..bytes];
        }

        Memory<byte> copy = Make(bytes, memory);
        _values.Span[..bytes].CopyTo(copy.Span);
        return copy;
    }

    // Memory for values in another form, for an array to keep.
    public Memory<byte> Make(int bytes, ArrayMemory? memory = null) =>
        (_given ?? memory)?.Allocate(bytes) ?? PinnedMemory.Allocate(bytes);

    public void Dispose()
    {
        ((IDisposable?)_ownedValues)?.Dispose();
        ((IDisposable?)_ownedValidity)?.Dispose();
        _ownedValues = null;
        _ownedValidity = null;
        _ownedBytes = [];
        _values = default;
        _validity = default;
        _bytes = default;
        NullCount = 0;
    }

    private Memory<byte> Owned(int bytes)
    {
        if (_ownedValues is null || _ownedValues.Length < bytes)
        {
            ((IDisposable?)_ownedValues)?.Dispose();
            _ownedValues = new AlignedMemory(Math.Max(bytes, 1024));
        }

        return _ownedValues.Memory[..bytes];
    }
}

// A decimal value that an int64 mantissa at the column's scale can't hold: Mantissa × 10^−Scale, or NaN or ±∞.
// Row: The row in the batch.
// Scale: Fraction digits; negative where zeros before the point were not written out.
// NotFinite: 0 for a finite value, else NaN, +∞ or −∞.
internal sealed record WideValue(int Row, BigInteger Mantissa, int Scale, double NotFinite = 0);
