using System.Numerics;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests;

/// <summary>Arrays of any type with random values, from a seed. What is nested in them are at times slices, which have rows before and behind their own.</summary>
internal sealed class RandomArrays(int seed, bool nulls)
{
    private static readonly string[] Words = ["", "a", "meter-00042", "Zähler", "⚡", "0123456789012345678901234567890123456789", "twelve bytes", "thirteen byte"];

    private readonly Random _random = new(seed);

    public IArrowArray Make(IArrowType type, int rows) => ArrowArrayFactory.BuildArray(Make(type, rows, nulls));

    /// <summary>Codes of a dictionary; at null rows they may lie outside it.</summary>
    public DictionaryArray Coded(DictionaryType type, IArrowArray dictionary, int rows)
    {
        (ArrowBuffer validity, int nullCount) = Validity(rows, nulls);
        return new DictionaryArray(Coded(type, dictionary.Data, validity, rows, nullCount));
    }

    private ArrayData Make(IArrowType type, int rows, bool mayBeNull)
    {
        switch (type)
        {
            case NullType: return new NullArray(rows).Data;
            case UnionType union: return Union(union, rows);
            case RunEndEncodedType encoded: return Runs(encoded, rows);
        }

        (ArrowBuffer validity, int nullCount) = Validity(rows, mayBeNull);
        return type switch
        {
            DictionaryType encoded => Coded(encoded, Part(encoded.ValueType, 11, nulls), validity, rows, nullCount),
            BooleanType => Made([Bytes(Bitmap.ByteCount(rows))]),
            FixedWidthType fixedWidth => Made([Bytes(rows * (fixedWidth.BitWidth / 8))]),
            StringType or BinaryType => Made(Texts<int>(rows)),
            LargeStringType or LargeBinaryType => Made(Texts<long>(rows)),
            StringViewType or BinaryViewType => Made(Views(rows)),
            ListType or MapType => Made([Ends<int>(rows, out int end)], end),
            LargeListType => Made([Ends<long>(rows, out int end)], end),
            ListViewType => Made(ListViews<int>(rows, out int end), end),
            LargeListViewType => Made(ListViews<long>(rows, out int end), end),
            FixedSizeListType list => Made([], rows * list.ListSize),
            StructType => Made([], rows),
            _ => throw new InvalidOperationException(type.Name),
        };

        ArrayData Made(ArrowBuffer[] buffers, int childRows = 0) => new(
            type, rows, nullCount, 0, [validity, .. buffers], type is NestedType nested ? [.. nested.Fields.Select(field => Part(field, childRows))] : []);
    }

    private ArrayData Part(Field field, int rows) => Part(field.DataType, rows, nulls && field.IsNullable);

    private ArrayData Part(IArrowType type, int rows, bool mayBeNull)
    {
        int before = _random.Next(3) == 0 ? 1 + _random.Next(9) : 0;
        ArrayData data = Make(type, rows + (2 * before), mayBeNull);
        return before == 0 ? data : data.Slice(before, rows);
    }

    private ArrayData Coded(DictionaryType type, ArrayData dictionary, ArrowBuffer validity, int rows, int nullCount)
    {
        int width = type.BitWidth / 8;
        byte[] codes = new byte[rows * width];
        for (int row = 0; row < rows; row++)
        {
            bool isNull = nullCount != 0 && !Bitmap.Get(validity.Span, row);
            codes[row * width] = (byte)(isNull ? 99 : _random.Next(dictionary.Length));
        }

        return new ArrayData(type, rows, nullCount, 0, [validity, ArrowArrays.CopyOf<byte>(codes)], [], dictionary);
    }

    private (ArrowBuffer Validity, int Nulls) Validity(int rows, bool mayBeNull)
    {
        byte[] bits = new byte[Bitmap.ByteCount(rows)];
        for (int row = 0; row < rows; row++)
        {
            Bitmap.Set(bits, row, !mayBeNull || _random.Next(3) != 0);
        }

        int nullCount = rows - Bitmap.CountSet(bits, 0, rows);
        return nullCount == 0 ? (ArrowBuffer.Empty, 0) : (ArrowArrays.CopyOf<byte>(bits), nullCount);
    }

    private ArrowBuffer Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return ArrowArrays.CopyOf<byte>(bytes);
    }

    private byte[] Word() => Encoding.UTF8.GetBytes(Words[_random.Next(Words.Length)]);

    private ArrowBuffer[] Texts<TOffset>(int rows)
        where TOffset : unmanaged, INumberBase<TOffset>
    {
        byte[][] words = [.. Enumerable.Range(0, rows).Select(_ => Word())];
        return [Ends<TOffset>(words.Select(static word => word.Length), out _), ArrowArrays.CopyOf<byte>(words.SelectMany(static word => word).ToArray())];
    }

    private ArrowBuffer[] Views(int rows)
    {
        List<byte>[] buffers = [[1, 2, 3], []];
        BinaryView[] views = new BinaryView[rows];
        for (int row = 0; row < rows; row++)
        {
            byte[] word = Word();
            int buffer = _random.Next(2);
            if (word.Length <= BinaryView.MaxInlineLength)
            {
                views[row] = new BinaryView(word);
                continue;
            }

            views[row] = new BinaryView(word.Length, word.AsSpan(0, BinaryView.PrefixLength), buffer, buffers[buffer].Count);
            buffers[buffer].AddRange(word);
        }

        return [ArrowArrays.CopyOf<BinaryView>(views), .. buffers.Select(static buffer => ArrowArrays.CopyOf<byte>(buffer.ToArray()))];
    }

    private ArrowBuffer Ends<TOffset>(int rows, out int end)
        where TOffset : unmanaged, INumberBase<TOffset> => Ends<TOffset>(Enumerable.Range(0, rows).Select(_ => _random.Next(4)), out end);

    private static ArrowBuffer Ends<TOffset>(IEnumerable<int> sizes, out int end)
        where TOffset : unmanaged, INumberBase<TOffset>
    {
        end = 0;
        List<TOffset> ends = [TOffset.Zero];
        foreach (int size in sizes)
        {
            ends.Add(TOffset.CreateChecked(end += size));
        }

        return ArrowArrays.CopyOf<TOffset>(ends.ToArray());
    }

    /// <summary>Lists in any order, over values that other lists show too, or none does.</summary>
    private ArrowBuffer[] ListViews<TOffset>(int rows, out int end)
        where TOffset : unmanaged, INumberBase<TOffset>
    {
        end = rows + (rows / 2);
        TOffset[] starts = new TOffset[rows];
        TOffset[] sizes = new TOffset[rows];
        for (int row = 0; row < rows; row++)
        {
            int start = _random.Next(end + 1);
            starts[row] = TOffset.CreateChecked(start);
            sizes[row] = TOffset.CreateChecked(_random.Next(Math.Min(4, end - start + 1)));
        }

        return [ArrowArrays.CopyOf<TOffset>(starts), ArrowArrays.CopyOf<TOffset>(sizes)];
    }

    private ArrayData Union(UnionType type, int rows)
    {
        sbyte[] ids = new sbyte[rows];
        int[] offsets = new int[rows];
        int[] counts = new int[type.Fields.Count];
        for (int row = 0; row < rows; row++)
        {
            int child = _random.Next(type.Fields.Count);
            ids[row] = (sbyte)type.TypeIds[child];
            offsets[row] = counts[child]++;
        }

        bool isDense = type.Mode == UnionMode.Dense;
        ArrowBuffer typeIds = ArrowArrays.CopyOf<sbyte>(ids);
        ArrayData[] fields = [.. type.Fields.Select((field, child) => Part(field, isDense ? counts[child] : rows))];
        return new ArrayData(type, rows, 0, 0, isDense ? [typeIds, ArrowArrays.CopyOf<int>(offsets)] : [typeIds], fields);
    }

    private ArrayData Runs(RunEndEncodedType type, int rows)
    {
        List<int> ends = [];
        for (int end = 0; end < rows;)
        {
            end = Math.Min(rows, end + 1 + _random.Next(5));
            ends.Add(end);
        }

        ArrowBuffer buffer = type.RunEndsDataType switch
        {
            Int16Type => ArrowArrays.CopyOf<short>(ends.Select(static x => (short)x).ToArray()),
            Int32Type => ArrowArrays.CopyOf<int>(ends.ToArray()),
            _ => ArrowArrays.CopyOf<long>(ends.Select(static x => (long)x).ToArray()),
        };
        ArrayData runEnds = new(type.RunEndsDataType, ends.Count, 0, 0, [ArrowBuffer.Empty, buffer], []);
        return new ArrayData(type, rows, 0, 0, Array.Empty<ArrowBuffer>(), [runEnds, Part(type.ValuesField, ends.Count)]);
    }
}
