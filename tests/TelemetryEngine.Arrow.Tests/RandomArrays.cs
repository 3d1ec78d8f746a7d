using System.Runtime.InteropServices;
using System.Text;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests;

/// <summary>Arrays of any type with random values, from a seed.</summary>
internal sealed class RandomArrays(int seed, bool nulls)
{
    private static readonly string[] Words = ["", "a", "meter-00042", "Zähler", "⚡", "0123456789012345678901234567890123456789", "twelve bytes", "thirteen byte"];

    private readonly Random _random = new(seed);

    public ArrowArray Make(ArrowType type, int rows) => Make(type, rows, nulls);

    private ArrowArray Make(ArrowType type, int rows, bool mayBeNull)
    {
        (ArrowBuffer validity, int nullCount) = Validity(rows, mayBeNull);
        return type switch
        {
            NullType => new NullArray(rows),
            BooleanType => new BooleanArray(Bytes(Bitmap.ByteCount(rows)), validity, rows, nullCount),
            FixedWidthType fixedWidth => FixedWidthArray.Create(fixedWidth, Bytes(rows * fixedWidth.ByteWidth), validity, rows, nullCount),
            StringType => Texts<int, StringArray>(rows, (offsets, data) => new StringArray(offsets, data, validity, rows, nullCount), i => i),
            LargeStringType => Texts<long, LargeStringArray>(rows, (offsets, data) => new LargeStringArray(offsets, data, validity, rows, nullCount), i => i),
            BinaryType => Texts<int, BinaryArray>(rows, (offsets, data) => new BinaryArray(offsets, data, validity, rows, nullCount), i => i),
            LargeBinaryType => Texts<long, LargeBinaryArray>(rows, (offsets, data) => new LargeBinaryArray(offsets, data, validity, rows, nullCount), i => i),
            StringViewType => new StringViewArray(Views(rows, out ArrowBuffer[] data), data, validity, rows, nullCount),
            BinaryViewType => new BinaryViewArray(Views(rows, out ArrowBuffer[] data), data, validity, rows, nullCount),
            ListType list => new ListArray(list, Ends(rows, out int end), Make(list.ValueField.DataType, end), validity, rows, nullCount),
            LargeListType list => new LargeListArray(list, LargeEnds(rows, out int end), Make(list.ValueField.DataType, end), validity, rows, nullCount),
            MapType map => new MapArray(map, Ends(rows, out int end), Entries(map, end), validity, rows, nullCount),
            FixedSizeListType list => new FixedSizeListArray(list, Make(list.ValueField.DataType, rows * list.ListSize), validity, rows, nullCount),
            StructType fields => new StructArray(fields, [.. fields.Fields.Select(field => Make(field.DataType, rows))], validity, rows, nullCount),
            UnionType union => Union(union, rows),
            RunEndEncodedType encoded => Runs(encoded, rows),
            DictionaryType encoded => Coded(encoded, Make(encoded.ValueType, 11), validity, rows, nullCount),
            _ => throw new InvalidOperationException(type.Name),
        };
    }

    /// <summary>Codes of a dictionary; at null rows they may lie outside it.</summary>
    public DictionaryArray Coded(DictionaryType type, ArrowArray dictionary, int rows)
    {
        (ArrowBuffer validity, int nullCount) = Validity(rows, nulls);
        return Coded(type, dictionary, validity, rows, nullCount);
    }

    private DictionaryArray Coded(DictionaryType type, ArrowArray dictionary, ArrowBuffer validity, int rows, int nullCount)
    {
        byte[] codes = new byte[rows * type.IndexType.ByteWidth];
        for (int row = 0; row < rows; row++)
        {
            bool isNull = nullCount != 0 && !Bitmap.Get(validity.Span, row);
            codes[row * type.IndexType.ByteWidth] = (byte)(isNull ? 99 : _random.Next(dictionary.Length));
        }

        ArrowArray indices = FixedWidthArray.Create(type.IndexType, new ArrowBuffer(codes), validity, rows, nullCount);
        return new DictionaryArray(type, indices, dictionary);
    }

    private (ArrowBuffer Validity, int Nulls) Validity(int rows, bool mayBeNull)
    {
        byte[] bits = new byte[Bitmap.ByteCount(rows)];
        for (int row = 0; row < rows; row++)
        {
            Bitmap.Set(bits, row, !mayBeNull || _random.Next(3) != 0);
        }

        int nullCount = rows - Bitmap.CountSet(bits, 0, rows);
        return nullCount == 0 ? (ArrowBuffer.Empty, 0) : (new ArrowBuffer(bits), nullCount);
    }

    private ArrowBuffer Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return new ArrowBuffer(bytes);
    }

    private byte[] Word() => Encoding.UTF8.GetBytes(Words[_random.Next(Words.Length)]);

    private TArray Texts<TOffset, TArray>(int rows, Func<ArrowBuffer, ArrowBuffer, TArray> make, Func<int, TOffset> offset)
        where TOffset : unmanaged
    {
        List<byte> data = [];
        List<TOffset> ends = [offset(0)];
        for (int row = 0; row < rows; row++)
        {
            data.AddRange(Word());
            ends.Add(offset(data.Count));
        }

        return make(ArrowBuffer.CopyOf<TOffset>(CollectionsMarshal.AsSpan(ends)), new ArrowBuffer(data.ToArray()));
    }

    private ArrowBuffer Views(int rows, out ArrowBuffer[] data)
    {
        List<byte>[] buffers = [[1, 2, 3], []];
        BinaryView[] views = new BinaryView[rows];
        for (int row = 0; row < rows; row++)
        {
            byte[] word = Word();
            int buffer = _random.Next(2);
            views[row] = new BinaryView(word, buffer, buffers[buffer].Count);
            if (!views[row].IsInline)
            {
                buffers[buffer].AddRange(word);
            }
        }

        data = [.. buffers.Select(buffer => new ArrowBuffer(buffer.ToArray()))];
        return ArrowBuffer.CopyOf<BinaryView>(views);
    }

    private int[] Sizes(int rows, out int end)
    {
        int[] ends = new int[rows + 1];
        for (int row = 0; row < rows; row++)
        {
            ends[row + 1] = ends[row] + _random.Next(4);
        }

        end = ends[rows];
        return ends;
    }

    private ArrowBuffer Ends(int rows, out int end) => ArrowBuffer.CopyOf<int>(Sizes(rows, out end));

    private ArrowBuffer LargeEnds(int rows, out int end) => ArrowBuffer.CopyOf<long>(Sizes(rows, out end).Select(x => (long)x).ToArray());

    private StructArray Entries(MapType map, int rows) => new(
        (StructType)map.ValueField.DataType, [Make(map.KeyField.DataType, rows, mayBeNull: false), Make(map.ItemField.DataType, rows)], ArrowBuffer.Empty, rows, 0);

    private UnionArray Union(UnionType type, int rows)
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
        ArrowArray[] fields = [.. type.Fields.Select((field, child) => Make(field.DataType, isDense ? counts[child] : rows))];
        return new UnionArray(type, ArrowBuffer.CopyOf<sbyte>(ids), isDense ? ArrowBuffer.CopyOf<int>(offsets) : ArrowBuffer.Empty, fields, rows);
    }

    private RunEndEncodedArray Runs(RunEndEncodedType type, int rows)
    {
        List<int> ends = [];
        for (int end = 0; end < rows;)
        {
            end = Math.Min(rows, end + 1 + _random.Next(5));
            ends.Add(end);
        }

        ArrowBuffer buffer = type.RunEndsField.DataType switch
        {
            Int16Type => ArrowBuffer.CopyOf<short>(ends.Select(x => (short)x).ToArray()),
            Int32Type => ArrowBuffer.CopyOf<int>(ends.ToArray()),
            _ => ArrowBuffer.CopyOf<long>(ends.Select(x => (long)x).ToArray()),
        };
        ArrowArray runEnds = FixedWidthArray.Create((FixedWidthType)type.RunEndsField.DataType, buffer, ArrowBuffer.Empty, ends.Count, 0);
        return new RunEndEncodedArray(type, runEnds, Make(type.ValuesField.DataType, ends.Count), rows);
    }
}
