using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Results;
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

    // Rows by their places, in batches.
    // mostRows: The most rows in one.
    public IEnumerable<RecordBatch> Take(int[] places, int mostRows, CancellationToken cancellation)
    {
        IArrowArray[][] columns =
            [.. Enumerable.Range(0, schema.FieldsList.Count).Select(column => _batches.Select(batch => batch.Column(column)).ToArray())];
        for (int start = 0; start < places.Length; start += mostRows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Take(places.AsSpan(start, Math.Min(mostRows, places.Length - start)), columns);
        }
    }

    private RecordBatch Take(ReadOnlySpan<int> places, IArrowArray[][] columns)
    {
        RowPicks picks = Locate(places);
        IArrowArray[] arrays = new IArrowArray[columns.Length];
        for (int column = 0; column < arrays.Length; column++)
        {
            IArrowType type = schema.FieldsList[column].DataType;
            arrays[column] = type is DictionaryType { IndexType: Int32Type, ValueType: StringType } coded
                ? Codes(coded, _codes[column] ??= new MergedCodes(columns[column]), columns[column], picks)
                : picks.Take(type, columns[column]) ?? Copies(column, columns[column], places);
        }

        return new RecordBatch(schema, arrays, places.Length);
    }

    // rows of one batch often follow each other
    private RowPicks Locate(ReadOnlySpan<int> places)
    {
        int[] batches = new int[places.Length];
        int[] rows = new int[places.Length];
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

        return new RowPicks(_batches.Count, batches, rows);
    }

    private static DictionaryArray Codes(DictionaryType type, MergedCodes merged, IArrowArray[] arrays, RowPicks picks)
    {
        Memory<byte> memory = PinnedMemory.Allocate(picks.Length * sizeof(int));
        Span<int> codes = MemoryMarshal.Cast<byte, int>(memory.Span);
        for (int source = 0; source < arrays.Length; source++)
        {
            DictionaryArray array = (DictionaryArray)arrays[source];
            foreach (int row in picks.Of(source))
            {
                int place = picks.PlaceOf(row);
                codes[row] = array.IsNull(place) ? 0 : merged.CodeOf(source, array.CodeAt(place));
            }
        }

        ArrowBuffer validity = picks.Validity(arrays, out int nulls);
        IArrowArray own = ArrowArrays.Make(Int32Type.Default, picks.Length, nulls, validity, new ArrowBuffer(memory));
        return new DictionaryArray(type, own, merged.Dictionary);
    }

    // Of any type: rows of one array that has them all.
    private IArrowArray Copies(int column, IArrowArray[] arrays, ReadOnlySpan<int> places)
    {
        IArrowArray whole = _whole[column] ??= arrays.Length == 1 ? arrays[0] : ArrowArrayConcatenator.Concatenate(arrays);
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
