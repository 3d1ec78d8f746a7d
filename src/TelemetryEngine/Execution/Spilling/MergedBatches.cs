using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Execution.Spilling;

// Makes batches of the rows that a RunMerge chose: the same arrays that ResultBuilder would have made of them. Several threads may do so.
internal sealed class MergedBatches
{
    private readonly Schema _schema;
    private readonly TextDictionary?[] _texts;
    private readonly VectorArrays[] _arrays;

    // texts: For each column that has one the dictionary of all its texts.
    public MergedBatches(Schema schema, TextDictionary?[] texts)
    {
        _schema = schema;
        _texts = texts;
        _arrays = [.. texts.Select(_ => new VectorArrays())];
    }

    // Copies the rows.
    // throws RunException: The texts of a column are more than one array can hold.
    public RecordBatch Build(MergedPiece piece)
    {
        int[] rows = piece.RowsBySource(out int[] starts);
        IArrowArray[] arrays = new IArrowArray[_schema.FieldsList.Count];
        for (int column = 0; column < arrays.Length; column++)
        {
            Gathering from = new(piece, column, rows, starts);
            arrays[column] = _schema.FieldsList[column].DataType switch
            {
                BooleanType type => Bools(from, type),
                StringType => Strings(from),
                DictionaryType type => Coded(from, type, column),
                FixedWidthType { BitWidth: 32 } type => Numbers<int>(from, type),
                FixedWidthType type => Numbers<long>(from, type),
                IArrowType type => throw new NotSupportedException($"no result has a column of {ArrowNames.Of(type)}"),
            };
        }

        return new RecordBatch(_schema, arrays, rows.Length);
    }

    private static ArrowBuffer Bits(Gathering from, Func<IArrowArray, int, bool> isSet)
    {
        Memory<byte> memory = PinnedMemory.Allocate(Bitmap.ByteCount(from.Length));
        Span<byte> bits = memory.Span;
        bits.Clear();
        for (int source = 0; source < from.Sources; source++)
        {
            IArrowArray array = from.Array(source, out int row);
            foreach (int into in from.Rows(source))
            {
                bits[into >> 3] |= (byte)((isSet(array, row++) ? 1 : 0) << (into & 7));
            }
        }

        return new ArrowBuffer(memory);
    }

    private static ArrowBuffer Validity(Gathering from, out int nulls)
    {
        nulls = 0;
        for (int source = 0; source < from.Sources; source++)
        {
            IArrowArray array = from.Array(source, out int row);
            for (int left = array.NullCount == 0 ? 0 : from.Rows(source).Length; left > 0; left--)
            {
                nulls += array.IsNull(row++) ? 1 : 0;
            }
        }

        return nulls == 0 ? ArrowBuffer.Empty : Bits(from, static (array, row) => array.IsValid(row));
    }

    private static IArrowArray Bools(Gathering from, BooleanType type)
    {
        ArrowBuffer validity = Validity(from, out int nulls);
        return ArrowArrays.Make(type, from.Length, nulls, validity,
            Bits(from, static (array, row) => ((BooleanArray)array).GetValue(row) == true));
    }

    private static IArrowArray Numbers<T>(Gathering from, FixedWidthType type)
        where T : unmanaged
    {
        Memory<byte> memory = PinnedMemory.Allocate(from.Length * Unsafe.SizeOf<T>());
        Span<T> values = MemoryMarshal.Cast<byte, T>(memory.Span);
        for (int source = 0; source < from.Sources; source++)
        {
            IArrowArray array = from.Array(source, out int row);
            ReadOnlySpan<T> taken = MemoryMarshal.Cast<byte, T>(array.Data.Buffers[1].Span)[(array.Offset + row)..];
            ReadOnlySpan<int> rows = from.Rows(source);
            for (int i = 0; i < rows.Length; i++)
            {
                values[rows[i]] = taken[i];
            }
        }

        ArrowBuffer validity = Validity(from, out int nulls);
        return ArrowArrays.Make(type, from.Length, nulls, validity, new ArrowBuffer(memory));
    }

    private static IArrowArray Strings(Gathering from)
    {
        Memory<byte> offsetMemory = PinnedMemory.Allocate((from.Length + 1) * sizeof(int));
        Span<int> offsets = MemoryMarshal.Cast<byte, int>(offsetMemory.Span);
        offsets[0] = 0;
        for (int source = 0; source < from.Sources; source++)
        {
            IArrowArray array = from.Array(source, out int row);
            foreach (int into in from.Rows(source))
            {
                offsets[into + 1] = ((StringArray)array).GetBytes(row++).Length;
            }
        }

        for (int row = 0; row < from.Length; row++)
        {
            offsets[row + 1] = VectorArrays.TextEnd(offsets[row], offsets[row + 1]);
        }

        Memory<byte> data = PinnedMemory.Allocate(offsets[from.Length]);
        for (int source = 0; source < from.Sources; source++)
        {
            IArrowArray array = from.Array(source, out int row);
            foreach (int into in from.Rows(source))
            {
                ((StringArray)array).GetBytes(row++).CopyTo(data.Span[offsets[into]..]);
            }
        }

        ArrowBuffer validity = Validity(from, out int nulls);
        return ArrowArrays.Make(StringType.Default, from.Length, nulls, validity, new ArrowBuffer(offsetMemory), new ArrowBuffer(data));
    }

    // each run has a dictionary of its own; the result has one of all texts
    private IArrowArray Coded(Gathering from, DictionaryType type, int column)
    {
        using ColumnVector codes = new(new ColumnType(ColumnKind.Dictionary)) { Dictionary = _texts[column] };
        codes.Reset(from.Length);
        for (int source = 0; source < from.Sources; source++)
        {
            DictionaryArray array = (DictionaryArray)from.Array(source, out int row);
            foreach (int into in from.Rows(source))
            {
                if (array.IsNull(row))
                {
                    codes.SetNull(into, from.Length);
                }
                else
                {
                    codes.Codes[into] = _texts[column]!.Find(array.BytesAt(row));
                }

                row++;
            }
        }

        return _arrays[column].ToArrow(codes, type, from.Length);
    }

    // A column of the sources, and where its rows go.
    private readonly struct Gathering(MergedPiece piece, int column, int[] rows, int[] starts)
    {
        public int Length => rows.Length;

        public int Sources => starts.Length - 1;

        public ReadOnlySpan<int> Rows(int source) => rows.AsSpan(starts[source]..starts[source + 1]);

        public IArrowArray Array(int source, out int firstRow)
        {
            firstRow = piece.Sources[source].FirstRow;
            return piece.Sources[source].Batch.Column(column);
        }
    }
}
