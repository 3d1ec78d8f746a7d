using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Execution.Flows;

// Arrays of any type, as they came.
internal sealed class GatheredArrays(IArrowType type) : GatheredColumn
{
    private readonly List<IArrowArray> _arrays = [];
    private readonly List<int> _starts = [0];
    private readonly Lock _lock = new();
    private MergedCodes? _codes;
    private IArrowArray? _whole;
    private long _bytes;

    public override long Bytes => _bytes;

    public override void Add(IArrowArray array)
    {
        _arrays.Add(array);
        _starts.Add(_starts[^1] + array.Length);
        _bytes += HeldBytes.Of(array.Data);
        (_codes, _whole) = (null, null);
    }

    public override bool IsCopy => false;

    public override long RoomFor(int rows) => 0;

    public override IArrowArray Take(ReadOnlySpan<int> places, ArrayMemory? memory = null) =>
        type is DictionaryType { IndexType: Int32Type, ValueType: StringType } coded ? Codes(coded, Locate(places)) : Copies(places);

    // rows of one array often follow each other
    private RowPicks Locate(ReadOnlySpan<int> places)
    {
        int[] arrays = new int[places.Length];
        int[] rows = new int[places.Length];
        int array = 0;
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            if (place < _starts[array] || place >= _starts[array + 1])
            {
                array = _starts.BinarySearch(place);
                array = array < 0 ? ~array - 1 : array;

                // of arrays without rows, and the one behind them, only that has the place
                while (_starts[array + 1] == place)
                {
                    array++;
                }
            }

            arrays[i] = array;
            rows[i] = place - _starts[array];
        }

        return new RowPicks(_arrays.Count, arrays, rows);
    }

    private DictionaryArray Codes(DictionaryType coded, RowPicks picks)
    {
        MergedCodes merged;
        lock (_lock)
        {
            merged = _codes ??= new MergedCodes(_arrays);
        }

        Memory<byte> memory = PinnedMemory.Allocate(picks.Length * sizeof(int));
        Span<int> codes = MemoryMarshal.Cast<byte, int>(memory.Span);
        for (int source = 0; source < _arrays.Count; source++)
        {
            DictionaryArray array = (DictionaryArray)_arrays[source];
            foreach (int row in picks.Of(source))
            {
                int place = picks.PlaceOf(row);
                codes[row] = array.IsNull(place) ? 0 : merged.CodeOf(source, array.CodeAt(place));
            }
        }

        ArrowBuffer validity = picks.Validity(_arrays, out int nulls);
        IArrowArray own = ArrowArrays.Make(Int32Type.Default, picks.Length, nulls, validity, new ArrowBuffer(memory));
        return new DictionaryArray(coded, own, merged.Dictionary);
    }

    // Rows of one array that has them all.
    private IArrowArray Copies(ReadOnlySpan<int> places)
    {
        lock (_lock)
        {
            _whole ??= _arrays.Count == 1 ? _arrays[0] : ArrowArrayConcatenator.Concatenate(_arrays);
        }

        RowSelection selection = new();
        foreach (int place in places)
        {
            selection.Add(place, 1);
        }

        return new RowCopier().Copy(_whole, selection);
    }

    // One dictionary for the codes of all arrays.
    private sealed class MergedCodes
    {
        private readonly int[]?[] _maps;

        public MergedCodes(IReadOnlyList<IArrowArray> arrays)
        {
            _maps = new int[]?[arrays.Count];
            IArrowArray first = ((DictionaryArray)arrays[0]).Dictionary;
            if (arrays.All(array => ReferenceEquals(((DictionaryArray)array).Dictionary, first)))
            {
                Dictionary = first;
                return;
            }

            TextDictionary texts = new();
            for (int i = 0; i < arrays.Count; i++)
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
            if (System.Array.Exists(_maps, static map => map is not null && System.Array.IndexOf(map, -1) >= 0))
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

        public int CodeOf(int array, int code) => _maps[array] is { } map ? map[code] : code;
    }
}
