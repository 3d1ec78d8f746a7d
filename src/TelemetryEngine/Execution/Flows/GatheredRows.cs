using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Execution.Flows;

// Rows of batches of one schema, all of them held, to be taken in any order. A row's place counts through the batches.
internal sealed class GatheredRows(Schema schema)
{
    private readonly List<RecordBatch> _batches = [];
    private readonly List<int> _starts = [0];
    private readonly IArrowArray?[] _whole = new IArrowArray?[schema.FieldsList.Count];
    private readonly MergedCodes?[] _codes = new MergedCodes?[schema.FieldsList.Count];

    // The number of rows.
    public int Count => _starts[^1];

    // Adds the rows of a batch, which is held from here on.
    // throws RunException: They are more rows than can be counted.
    public void Add(RecordBatch batch)
    {
        if (batch.Length > int.MaxValue - Count)
        {
            throw new RunException($"more than {int.MaxValue:N0} rows are to be held at once; filter with {Fix.Where}");
        }

        _batches.Add(batch);
        _starts.Add(Count + batch.Length);
    }

    // A batch of rows, by their places.
    public RecordBatch Take(ReadOnlySpan<int> places)
    {
        int[] batches = new int[places.Length];
        int[] rows = new int[places.Length];
        Locate(places, batches, rows);
        IArrowArray[] arrays = new IArrowArray[schema.FieldsList.Count];
        for (int column = 0; column < arrays.Length; column++)
        {
            IArrowType type = schema.FieldsList[column].DataType;
            arrays[column] = type switch
            {
                StringType => Texts(column, batches, rows),
                DictionaryType { IndexType: Int32Type, ValueType: StringType } coded => Codes(coded, column, batches, rows),
                BooleanType or DictionaryType or NestedType or ExtensionType or NullType => Copies(column, places),
                FixedWidthType { BitWidth: 8 } => Values<byte>(type, column, batches, rows),
                FixedWidthType { BitWidth: 16 } => Values<short>(type, column, batches, rows),
                FixedWidthType { BitWidth: 32 } => Values<int>(type, column, batches, rows),
                FixedWidthType { BitWidth: 64 } => Values<long>(type, column, batches, rows),
                _ => Copies(column, places),
            };
        }

        return new RecordBatch(schema, arrays, places.Length);
    }

    // Rows of one batch often follow each other.
    private void Locate(ReadOnlySpan<int> places, Span<int> batches, Span<int> rows)
    {
        int batch = 0;
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            if (place < _starts[batch] || place >= _starts[batch + 1])
            {
                batch = _starts.BinarySearch(place);
                batch = batch < 0 ? ~batch - 1 : batch;

                // of batches without rows, and the one behind them, only that has the place
                while (_starts[batch + 1] == place)
                {
                    batch++;
                }
            }

            batches[i] = batch;
            rows[i] = place - _starts[batch];
        }
    }

    private IArrowArray[] Column(int column) => [.. _batches.Select(batch => batch.Column(column))];

    private static ArrowBuffer Validity(IArrowArray[] arrays, int[] batches, int[] rows, out int nulls)
    {
        nulls = 0;
        if (Array.TrueForAll(arrays, static array => array.NullCount == 0))
        {
            return ArrowBuffer.Empty;
        }

        Memory<byte> memory = PinnedMemory.Allocate(Bitmap.ByteCount(rows.Length));
        Span<byte> bits = memory.Span;
        bits.Clear();
        for (int i = 0; i < rows.Length; i++)
        {
            if (arrays[batches[i]].IsNull(rows[i]))
            {
                nulls++;
            }
            else
            {
                bits[i >> 3] |= (byte)(1 << (i & 7));
            }
        }

        return nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(memory);
    }

    private IArrowArray Values<T>(IArrowType type, int column, int[] batches, int[] rows)
        where T : unmanaged
    {
        IArrowArray[] arrays = Column(column);
        Memory<byte> memory = PinnedMemory.Allocate(rows.Length * Unsafe.SizeOf<T>());
        Span<T> values = MemoryMarshal.Cast<byte, T>(memory.Span);
        for (int i = 0; i < rows.Length;)
        {
            int batch = batches[i];
            ReadOnlySpan<T> of = MemoryMarshal.Cast<byte, T>(arrays[batch].Data.Buffers[1].Span)[arrays[batch].Offset..];
            for (; i < rows.Length && batches[i] == batch; i++)
            {
                values[i] = of[rows[i]];
            }
        }

        ArrowBuffer validity = Validity(arrays, batches, rows, out int nulls);
        return ArrowArrays.Make(type, rows.Length, nulls, validity, new ArrowBuffer(memory));
    }

    private IArrowArray Texts(int column, int[] batches, int[] rows)
    {
        IArrowArray[] arrays = Column(column);
        Memory<byte> offsetMemory = PinnedMemory.Allocate((rows.Length + 1) * sizeof(int));
        Span<int> offsets = MemoryMarshal.Cast<byte, int>(offsetMemory.Span);
        offsets[0] = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            IArrowArray array = arrays[batches[i]];
            offsets[i + 1] = VectorArrays.TextEnd(offsets[i], array.IsNull(rows[i]) ? 0 : array.BytesAt(rows[i]).Length);
        }

        Memory<byte> data = PinnedMemory.Allocate(offsets[rows.Length]);
        Span<byte> bytes = data.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            if (offsets[i + 1] > offsets[i])
            {
                arrays[batches[i]].BytesAt(rows[i]).CopyTo(bytes[offsets[i]..]);
            }
        }

        ArrowBuffer validity = Validity(arrays, batches, rows, out int nulls);
        return ArrowArrays.Make(StringType.Default, rows.Length, nulls, validity, new ArrowBuffer(offsetMemory), new ArrowBuffer(data));
    }

    private DictionaryArray Codes(DictionaryType type, int column, int[] batches, int[] rows)
    {
        IArrowArray[] arrays = Column(column);
        MergedCodes merged = _codes[column] ??= new MergedCodes(arrays);
        Memory<byte> memory = PinnedMemory.Allocate(rows.Length * sizeof(int));
        Span<int> codes = MemoryMarshal.Cast<byte, int>(memory.Span);
        for (int i = 0; i < rows.Length; i++)
        {
            DictionaryArray array = (DictionaryArray)arrays[batches[i]];
            codes[i] = array.IsNull(rows[i]) ? 0 : merged.CodeOf(batches[i], array.CodeAt(rows[i]));
        }

        ArrowBuffer validity = Validity(arrays, batches, rows, out int nulls);
        IArrowArray own = ArrowArrays.Make(Int32Type.Default, rows.Length, nulls, validity, new ArrowBuffer(memory));
        return new DictionaryArray(type, own, merged.Dictionary);
    }

    // Of any type: rows of one array that has them all.
    private IArrowArray Copies(int column, ReadOnlySpan<int> places)
    {
        IArrowArray whole = _whole[column] ??= _batches.Count == 1
            ? _batches[0].Column(column)
            : ArrowArrayConcatenator.Concatenate(Column(column));
        RowSelection selection = new();
        foreach (int place in places)
        {
            selection.Add(place, 1);
        }

        return new RowCopier().Copy(whole, selection);
    }

    // One dictionary for the codes of all batches.
    private sealed class MergedCodes
    {
        private readonly int[]?[] _maps;

        public MergedCodes(IArrowArray[] arrays)
        {
            _maps = new int[]?[arrays.Length];
            IArrowArray first = ((DictionaryArray)arrays[0]).Dictionary;
            if (Array.TrueForAll(arrays, array => ReferenceEquals(((DictionaryArray)array).Dictionary, first)))
            {
                Dictionary = first;
                return;
            }

            TextDictionary texts = new();
            for (int i = 0; i < arrays.Length; i++)
            {
                IArrowArray dictionary = ((DictionaryArray)arrays[i]).Dictionary;
                int[] map = _maps[i] = new int[dictionary.Length];
                for (int code = 0; code < map.Length; code++)
                {
                    map[code] = dictionary.IsNull(code) ? -1 : texts.GetOrAdd(dictionary.BytesAt(code));
                }
            }

            StringArray.Builder all = new();
            for (int code = 0; code < texts.Count; code++)
            {
                all.Append(texts[code]);
            }

            // a null among the texts has a code of its own, behind them
            if (Array.Exists(_maps, static map => map is not null && Array.IndexOf(map, -1) >= 0))
            {
                all.AppendNull();
                foreach (int[]? map in _maps)
                {
                    map.AsSpan().Replace(-1, texts.Count);
                }
            }

            Dictionary = all.Build();
        }

        public IArrowArray Dictionary { get; }

        public int CodeOf(int batch, int code) => _maps[batch] is { } map ? map[code] : code;
    }
}
