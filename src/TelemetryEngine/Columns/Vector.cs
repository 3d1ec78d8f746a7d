using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

/// <summary>How a <see cref="Vector"/> holds its values. Each is the layout of an Arrow buffer.</summary>
internal enum VectorLayout
{
    /// <summary>One bit a row, least significant bit first.</summary>
    Bits,

    /// <summary>One int64 a row: integers and timestamps.</summary>
    Int64,

    /// <summary>One float64 a row.</summary>
    Double,

    /// <summary>One int64 a row, to be multiplied by 10^−scale; rows that do not fit stand in <see cref="Vector.Wide"/>.</summary>
    Scaled,

    /// <summary>One int32 a row: a code into <see cref="Vector.Dictionary"/>.</summary>
    Codes,

    /// <summary>One int64 a row and one more: where the row's bytes start, and where the last row's end. No row is null.</summary>
    Bytes,
}

/// <summary>
/// One column of a batch: values in an Arrow layout, a validity bitmap, and what does not fit the layout beside them. The memory
/// is reused from batch to batch, or belongs to somebody else (<see cref="Wrap"/>); whoever owns the batch owns its vectors. A vector of a result gives its memory to
/// the array that is made of it. At a null row the value is 0.
/// </summary>
internal sealed partial class Vector : IDisposable
{
    private readonly ArrayMemory? _given;
    private AlignedMemory? _ownedValues;
    private AlignedMemory? _ownedValidity;
    private Memory<byte> _values;
    private Memory<byte> _validity;
    private byte[] _ownedBytes = [];
    private ReadOnlyMemory<byte> _bytes;

    /// <param name="type">The type.</param>
    /// <param name="given">Where the values' memory comes from that the array that is made of it keeps; null = it keeps its own, and the array gets a copy.</param>
    public Vector(ColumnType type, ArrayMemory? given = null)
    {
        Type = type;
        _given = given;
    }

    public ColumnType Type { get; private set; }

    public VectorLayout Layout => Type.Layout;

    /// <summary>Rows that are null. With 0 the validity bitmap must not be read.</summary>
    public int NullCount { get; private set; }

    public bool HasNulls => NullCount != 0;

    /// <summary>The texts behind <see cref="Codes"/>.</summary>
    public TextDictionary? Dictionary { get; set; }

    /// <summary>The most bytes that the texts of a result may have together.</summary>
    public long MostTextBytes { get; init; } = 1 << 30;

    /// <summary>For <see cref="VectorLayout.Scaled"/>: the rows that do not fit, in row order; their mantissa is 0 and they are not null.</summary>
    public List<WideValue> Wide { get; } = [];

    public Span<byte> Bits => _values.Span;

    public Span<long> Int64s => MemoryMarshal.Cast<byte, long>(_values.Span);

    public Span<double> Doubles => MemoryMarshal.Cast<byte, double>(_values.Span);

    public Span<int> Codes => MemoryMarshal.Cast<byte, int>(_values.Span);

    /// <summary>One bit a row, 1 = a value. Only to be read when <see cref="NullCount"/> is not 0.</summary>
    public Span<byte> Validity => _validity.Span;

    /// <summary>The memory behind the values, for arrays that show it.</summary>
    public ReadOnlyMemory<byte> ValueMemory => _values;

    /// <summary>The memory behind <see cref="Validity"/>.</summary>
    public ReadOnlyMemory<byte> ValidityMemory => _validity;

    /// <summary>For <see cref="VectorLayout.Bytes"/>: the memory behind the rows' bytes.</summary>
    public ReadOnlyMemory<byte> BytesMemory => _bytes;

    /// <summary>What the values of so many rows take.</summary>
    public static long BytesOf(VectorLayout layout, long rows) => layout switch
    {
        VectorLayout.Bits => (rows + 63) / 64 * 8,
        VectorLayout.Codes => rows * sizeof(int),
        VectorLayout.Bytes => (rows + 1) * sizeof(long),
        _ => rows * sizeof(long),
    };

    /// <summary>Makes room for <paramref name="rows"/> rows and forgets nulls and wide values. The values are not cleared.</summary>
    public void Reset(int rows)
    {
        int bytes = (int)BytesOf(Layout, rows);
        _values = _given is null ? Owned(bytes) : _given.Take(bytes);
        _validity = default;
        NullCount = 0;
        Wide.Clear();
        if (Layout == VectorLayout.Bytes)
        {
            Int64s.Clear();
        }
    }

    /// <summary>For <see cref="VectorLayout.Bytes"/>: gives a row its bytes, to be filled by the caller. Rows get theirs in order, each once.</summary>
    /// <exception cref="RunException">All rows together have more bytes than an array can hold.</exception>
    public Span<byte> AddBytes(int row, long length)
    {
        int start = (int)Int64s[row];
        if (length > Array.MaxLength - start)
        {
            throw new RunException($"states of {start + length} bytes are more than a batch can hold; use shorter windows or more keys, or filter with {Fix.Where}");
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

    /// <summary>For <see cref="VectorLayout.Bytes"/>: shows bytes that another owner keeps alive; where rows start and end is in <see cref="Int64s"/>.</summary>
    public void ShowBytes(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>For <see cref="VectorLayout.Bytes"/>: a row's bytes.</summary>
    public ReadOnlySpan<byte> BytesOf(int row) => BytesOf(row, row + 1);

    /// <summary>For <see cref="VectorLayout.Bytes"/>: the bytes of rows one behind the other.</summary>
    public ReadOnlySpan<byte> BytesOf(int firstRow, int endRow) => _bytes.Span[(int)Int64s[firstRow]..(int)Int64s[endRow]];

    /// <summary>Shows memory that another owner keeps alive for as long as this vector is read.</summary>
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

    /// <summary>Marks a row null and zeroes its value. The first null of a batch makes a bitmap of <paramref name="rows"/> ones.</summary>
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

    /// <summary>Makes a null row one with the value 0.</summary>
    public void ClearNull(int row)
    {
        if (IsNull(row))
        {
            _validity.Span[row >> 3] |= (byte)(1 << (row & 7));
            NullCount--;
        }
    }

    /// <summary>Gives a row the value of another one, which is not null.</summary>
    public void CopyValue(int from, int to)
    {
        ClearNull(to);
        switch (Layout)
        {
            case VectorLayout.Bits: Bits[to >> 3] = (byte)((Bits[to >> 3] & ~(1 << (to & 7))) | (((Bits[from >> 3] >> (from & 7)) & 1) << (to & 7))); break;
            case VectorLayout.Codes: Codes[to] = Codes[from]; break;
            default: Int64s[to] = Int64s[from]; break;
        }
    }

    /// <summary>A bitmap of this vector's own for <paramref name="rows"/> rows, to be filled by the caller, who then calls <see cref="SetNullCount"/>.
    /// Its length is a multiple of 8 bytes.</summary>
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

    /// <summary>Says how many of the bitmap's rows are null.</summary>
    public void SetNullCount(int nullCount) => NullCount = nullCount;

    public bool IsNull(int row) => NullCount != 0 && (_validity.Span[row >> 3] & (1 << (row & 7))) == 0;

    /// <summary>The first values for an array to keep: a copy, or this vector's own memory where it gives that away.</summary>
    /// <param name="bytes">How many bytes they are.</param>
    public Memory<byte> Take(int bytes)
    {
        if (_given is not null)
        {
            return _values[..bytes];
        }

        Memory<byte> copy = PinnedMemory.Allocate(bytes);
        _values.Span[..bytes].CopyTo(copy.Span);
        return copy;
    }

    /// <summary>Memory for values in another form, for an array to keep.</summary>
    public Memory<byte> Make(int bytes) => _given?.Take(bytes) ?? PinnedMemory.Allocate(bytes);

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

/// <summary>A decimal value that an int64 mantissa at the column's scale can't hold: Mantissa × 10^−Scale, or NaN or ±∞.</summary>
/// <param name="Row">The row in the batch.</param>
/// <param name="Mantissa">The digits.</param>
/// <param name="Scale">Fraction digits; negative where zeros before the point were not written out.</param>
/// <param name="NotFinite">0 for a finite value, else NaN, +∞ or −∞.</param>
internal sealed record WideValue(int Row, BigInteger Mantissa, int Scale, double NotFinite = 0);
