using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Grouping;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Spilling;

// A partial state as a record batch: the window's start, the key values and the columns of each component's state, a row for each group.
// The one form in which states leave a process or go to a disk; it holds no worker's codes. The schema's metadata carries the form's
// version. For one thread at a time.
internal sealed class PartialResult : IDisposable
{
    // The metadata key of the version.
    public const string VersionKey = "telemetry.partial";

    // The version this engine writes and reads.
    public const string Version = "4";

    private readonly BoundPlan _plan;
    private readonly Column[] _columns;
    private readonly Schema _schema;
    private readonly ColumnVector[] _vectors;
    private readonly ColumnVector[][] _ofComponent;
    private readonly int[][] _codes;
    private readonly int _firstKey;
    private readonly VectorViews _views;

    // plan: The plan; what travels is what its workers keep.
    public PartialResult(BoundPlan plan)
    {
        _plan = plan = plan.Scan;
        List<Column> columns = [];
        if (plan.Windows is not null)
        {
            columns.Add(new Column("window", plan.Columns[plan.Time].Type));
        }

        _firstKey = columns.Count;
        columns.AddRange(plan.Keys.Select(k => new Column($"key.{plan.Columns[k].Name}", Travelling(plan.Columns[k].Type))));
        _ofComponent = new ColumnVector[plan.Components.Count][];
        List<ColumnVector> vectors = [.. columns.Select(c => new ColumnVector(c.Type))];
        for (int i = 0; i < _ofComponent.Length; i++)
        {
            IReadOnlyList<ColumnType> types = plan.Components[i].Create().StateTypes;
            columns.AddRange(types.Select((type, k) => new Column($"state.{i}.{plan.Components[i].Spec.Name}.{k}", type)));
            _ofComponent[i] = [.. types.Select(type => new ColumnVector(type))];
            vectors.AddRange(_ofComponent[i]);
        }

        _columns = [.. columns];
        _vectors = [.. vectors];
        _codes = new int[plan.Keys.Length][];
        _codes.AsSpan().Fill([]);
        _views = new VectorViews(_columns.Length);
        _schema = new Schema(VectorArrays.SchemaOf(columns, null).FieldsList, new Dictionary<string, string> { [VersionKey] = Version });
    }

    // Saves a whole state.
    public static RecordBatch Save(PartialState state, BoundPlan plan)
    {
        using PartialResult form = new(plan);
        int[] groups = new int[state.Groups.Count - 1];
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = i + 1;
        }

        form.Fill(state, groups);
        VectorArrays arrays = new();
        return new RecordBatch(
            form._schema, [.. form._vectors.Select((v, i) => arrays.ToArrow(v, form._schema.FieldsList[i].DataType, groups.Length))],
            groups.Length);
    }

    // Adds a saved state to another one of the same plan.
    // throws InputException: The batch is no partial result of this version and plan, or a state in it is damaged.
    public static void Load(RecordBatch batch, PartialState state, BoundPlan plan)
    {
        using PartialResult form = new(plan);
        form.Load(batch, state, KeyPart.All);
    }

    // Some groups of a state. The batch is valid until the next call.
    public RecordBatch Show(PartialState state, ReadOnlySpan<int> groups)
    {
        Fill(state, groups);
        IArrowArray[] arrays = new IArrowArray[_vectors.Length];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = _views.Show(i, _vectors[i], _schema.FieldsList[i].DataType, groups.Length);
        }

        return new RecordBatch(_schema, arrays, groups.Length);
    }

    // Adds saved groups to a state of the same plan.
    // batch: What Show or Save gave; it is needed no longer.
    // part: Which groups; the others are passed over.
    // throws InputException: The batch is no partial result of this version and plan, or a state in it is damaged.
    public void Load(RecordBatch batch, PartialState state, KeyPart part)
    {
        if (batch.Schema.Metadata?.GetValueOrDefault(VersionKey) != Version || !HasTypes(batch.Schema))
        {
            throw new InputException($"the batch is not a partial result of version {Version} of this plan");
        }

        // texts of states are looked up in the reader's dictionary later, so each batch has its own
        ArrowVectors[] readers = [.. _columns.Select(c => new ArrowVectors(c))];
        ColumnVector[] vectors = new ColumnVector[readers.Length];
        for (int i = 0; i < readers.Length; i++)
        {
            readers[i].Show(batch.Column(i), copy: false);
            vectors[i] = readers[i].Vector;
        }

        int rows = part.IsAll ? batch.Length : Choose(part, vectors, batch.Length);
        Load(vectors, rows, state);
        foreach (ArrowVectors reader in readers)
        {
            reader.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (ColumnVector vector in _vectors)
        {
            vector.Dispose();
        }

        _views.Dispose();
    }

    private void Load(ColumnVector[] vectors, int rows, PartialState state)
    {
        int[] groups = LoadGroups(state, vectors, rows);
        state.Reserve();
        int next = _firstKey + _plan.Keys.Length;
        for (int i = 0; i < _ofComponent.Length; i++)
        {
            try
            {
                state.Components[i].Load(new ArraySegment<ColumnVector>(vectors, next, _ofComponent[i].Length), groups);
            }
            catch (FormatException e)
            {
                throw new InputException($"the partial result is damaged: {e.Message}", inner: e);
            }

            next += _ofComponent[i].Length;
        }
    }

    private bool HasTypes(Schema schema)
    {
        bool same = schema.FieldsList.Count == _schema.FieldsList.Count;
        for (int i = 0; same && i < _schema.FieldsList.Count; i++)
        {
            same = ArrowNames.AreSame(schema.FieldsList[i].DataType, _schema.FieldsList[i].DataType);
        }

        return same;
    }

    // Puts the rows of a part into this form's own vectors, and gives their number.
    private int Choose(KeyPart part, ColumnVector[] vectors, int rows)
    {
        ulong[] hashes = new ulong[rows];
        for (int i = 0; i < KeyPart.Columns(_plan); i++)
        {
            KeyHash.Mix(vectors[_firstKey + i], hashes);
        }

        if (_plan.HasWindowsApart)
        {
            KeyHash.Mix(vectors[0], hashes);
        }

        byte[] keep = new byte[(rows + 63) / 64 * sizeof(ulong)];
        for (int row = 0; row < rows; row++)
        {
            keep[row >> 3] |= (byte)((part.Has(hashes[row]) ? 1 : 0) << (row & 7));
        }

        for (int i = 0; i < vectors.Length; i++)
        {
            _vectors[i].Keep(keep, rows, vectors[i]);
            vectors[i] = _vectors[i];
        }

        int kept = Bitmaps.CountOnes(keep, rows);
        for (int i = 0; i < _plan.Keys.Length; i++)
        {
            KeepTexts(_vectors[_firstKey + i], kept);
        }

        return kept;
    }

    // an encoder learns all texts of a dictionary, and those of other keys would take the room that parting is to win
    private static void KeepTexts(ColumnVector key, int rows)
    {
        if (key.Dictionary is not { } all)
        {
            return;
        }

        TextDictionary kept = new();
        Span<int> codes = key.Codes[..rows];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = key.IsNull(row) ? 0 : kept.GetOrAdd(all[codes[row]]);
        }

        key.Dictionary = kept;
    }

    private void Fill(PartialState state, ReadOnlySpan<int> groups)
    {
        foreach (ColumnVector vector in _vectors)
        {
            vector.Reset(groups.Length);
            vector.Dictionary = null;
        }

        if (state.Windows is { } windows)
        {
            FillStarts(windows, state.Groups.Groups, groups, _vectors[0].Int64s);
        }

        FillKeys(state, groups);
        for (int i = 0; i < _ofComponent.Length; i++)
        {
            state.Components[i].Save(groups, _ofComponent[i]);
        }
    }

    private static void FillStarts(WindowSlots windows, ReadOnlySpan<(int Slot, int Key)> of, ReadOnlySpan<int> groups, Span<long> starts)
    {
        int last = -1;
        long start = 0;
        for (int row = 0; row < groups.Length; row++)
        {
            int slot = of[groups[row]].Slot;
            if (slot != last)
            {
                (last, start) = (slot, windows.Windows.Start(windows.Ordinals[slot]));
            }

            starts[row] = start;
        }
    }

    private void FillKeys(PartialState state, ReadOnlySpan<int> groups)
    {
        foreach (ref int[] codes in _codes.AsSpan())
        {
            codes = codes.Length < groups.Length ? new int[groups.Length] : codes;
        }

        Span<int> tuple = stackalloc int[_codes.Length];
        for (int row = 0; row < groups.Length; row++)
        {
            state.Keys.Codes(state.Groups.Groups[groups[row]].Key, tuple);
            for (int i = 0; i < tuple.Length; i++)
            {
                _codes[i][row] = tuple[i];
            }
        }

        for (int i = 0; i < _codes.Length; i++)
        {
            state.Keys.Encoders[i].Decode(_codes[i].AsSpan(0, groups.Length), _vectors[_firstKey + i]);
        }
    }

    private int[] LoadGroups(PartialState state, ColumnVector[] vectors, int rows)
    {
        int[] keys = new int[rows];
        state.Keys.Encode(vectors.AsSpan(_firstKey, _plan.Keys.Length), new ColumnViews(), keys);
        int[] groups = new int[rows];
        int slot = 0;
        long last = 0;
        for (int row = 0; row < rows; row++)
        {
            if (state.Windows is { } windows && (row == 0 || vectors[0].Int64s[row] != last))
            {
                last = vectors[0].Int64s[row];
                slot = windows.SlotOf(windows.Windows.OrdinalOf(last));
            }

            groups[row] = state.Groups.Assign(slot, state.Keys.Count, keys[row]);
        }

        return groups;
    }

    // Decimals are keyed by the float64 that they leave the engine as; the others travel as wide as vectors hold them.
    private static ColumnType Travelling(ColumnType type) => type.Kind switch
    {
        ColumnKind.Decimal or ColumnKind.Float32 => new ColumnType(ColumnKind.Float64),
        ColumnKind.Int32 => new ColumnType(ColumnKind.Int64),
        ColumnKind.Dictionary => new ColumnType(ColumnKind.Utf8),
        _ => type,
    };
}
