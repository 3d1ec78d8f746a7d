using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc.Compression;

namespace TelemetryEngine.Arrow.Ipc;

// Writes record batches as an Arrow stream. Unless they are to be compressed, buffers go to the stream as they lie in memory. Call WriteEnd
// when all is written: disposing does not, so that what an error cut short does not look whole.
internal class ArrowStreamWriter : IDisposable
{
    private readonly bool _leaveOpen;
    private readonly IpcSchema _schema;
    private readonly Dictionary<long, DictionaryTracker> _dictionaries;
    private readonly Dictionary<long, ArrayData> _checked = [];
    private readonly DictionaryUnifier? _unifier;
    private readonly BodyCompressor? _compressor;
    private long _position;
    private bool _started;
    private bool _ended;
    private bool _broken;

    // Starts to write; nothing is written before the first call of a method.
    // stream: Where to write, from its current place on.
    // schema: What every batch has; its metadata is written too.
    // leaveOpen: True to leave the stream open when this is disposed.
    // options: How to write; null = IpcOptions.Default.
    // throws ArgumentException: The options don't fit each other.
    public ArrowStreamWriter(Stream stream, Schema schema, bool leaveOpen = false, IpcOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(schema);
        BaseStream = stream;
        _leaveOpen = leaveOpen;
        _schema = IpcSchema.Number(schema);
        _dictionaries = _schema.Dictionaries.ToDictionary(field => field.DictionaryId.GetValueOrDefault(), _ => new DictionaryTracker());
        Options = options ?? IpcOptions.Default;
        Options.Check(nameof(options));
        _unifier = Options.UnifyDictionaries ? new DictionaryUnifier(_schema) : null;
        _compressor = Options.Compression == CompressionType.None ? null : new BodyCompressor(Options.Compression);
        Encoder = new MessageEncoder(Options, _compressor);
    }

    // What every batch has.
    public Schema Schema => _schema.Schema;

    // Where the bytes go.
    protected Stream BaseStream { get; }

    private protected IpcOptions Options { get; }

    private protected MessageEncoder Encoder { get; }

    private protected IpcSchema IpcSchema => _schema;

    // Writes a batch.
    // throws ArgumentException: Its columns are not those of the schema, or a buffer does not hold their rows.
    // throws InvalidOperationException: The end is already written; an earlier write failed; or a file's dictionary would have to be
    // replaced, or dictionaries can't be put together.
    public void WriteRecordBatch(RecordBatch batch)
    {
        Write(Plan(batch));

        // its owner may free the memory when nothing refers to the batch any more, whatever span looks at it
        GC.KeepAlive(batch);
    }

    // Writes a batch. The batch must stay alive until the task is done.
    // throws ArgumentException: Its columns are not those of the schema, or a buffer does not hold their rows.
    // throws InvalidOperationException: The end is already written; an earlier write failed; or a file's dictionary would have to be
    // replaced, or dictionaries can't be put together.
    public async Task WriteRecordBatchAsync(RecordBatch batch, CancellationToken cancellation = default)
    {
        await WriteAsync(Plan(batch), cancellation).ConfigureAwait(false);
        GC.KeepAlive(batch);
    }

    // Writes the end (and the start, if there was none). More calls do nothing.
    public void WriteEnd()
    {
        if (PlanEnd() is { } plan)
        {
            Write(plan);
        }
    }

    // Writes the end (and the start, if there was none). More calls do nothing.
    public Task WriteEndAsync(CancellationToken cancellation = default) =>
        PlanEnd() is { } plan ? WriteAsync(plan, cancellation) : Task.CompletedTask;

    // Closes the stream, unless it is to be left open. Does not write the end.
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    // Closes the stream, unless it is to be left open.
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        _compressor?.Dispose();
        if (!_leaveOpen)
        {
            BaseStream.Dispose();
        }
    }

    private protected virtual void AddStart(OutputPlan plan)
    {
    }

    private protected virtual void AddEnd(OutputPlan plan)
    {
        plan.AddInt32(-1);
        plan.AddInt32(0);
    }

    private protected virtual void Written(MessageType type, Block block)
    {
    }

    // How a change of a dictionary is written: null = it can't be.
    private protected virtual bool? IsDelta(DictionaryChange change) => change == DictionaryChange.Growth && Options.EmitDictionaryDeltas;

    private OutputPlan Begin()
    {
        if (_broken)
        {
            throw new InvalidOperationException("an earlier write failed: what is written is not whole and can't be continued");
        }

        // Until the bytes are out: a step that fails leaves behind something that must never be completed.
        _broken = true;
        OutputPlan plan = new(_position);
        if (!_started)
        {
            _started = true;
            AddStart(plan);
            plan.AddMessage(Encoder.Schema(_schema));
        }

        return plan;
    }

    private OutputPlan Plan(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_ended)
        {
            throw new InvalidOperationException("the end is already written");
        }

        CheckColumns(batch);
        ArrayData[] columns = [.. batch.Arrays.Select(static array => array.Data)];
        for (int i = 0; i < columns.Length; i++)
        {
            CheckBuffers(_schema.Fields[i], columns[i], batch.Length);
        }

        columns = _unifier?.Unify(columns) ?? columns;
        OutputPlan plan = Begin();
        for (int i = 0; i < columns.Length; i++)
        {
            AddDictionaries(plan, _schema.Fields[i], columns[i]);
        }

        Written(MessageType.RecordBatch, plan.AddMessage(Encoder.RecordBatch(columns, batch.Length)));
        return plan;
    }

    // Adds what changed in the dictionaries of a column, inner ones first, and says whether one of them was replaced.
    private bool AddDictionaries(OutputPlan plan, IpcField field, ArrayData array)
    {
        ArrayData storage = field.DictionaryId is null ? array : array.Dictionary;
        bool isStale = false;
        for (int i = 0; i < field.Children.Length; i++)
        {
            isStale |= AddDictionaries(plan, field.Children[i], storage.Children[i]);
        }

        return field.DictionaryId is { } id ? AddDictionary(plan, field.Field.Name, id, storage, isStale) : isStale;
    }

    private bool AddDictionary(OutputPlan plan, string name, long id, ArrayData dictionary, bool isStale)
    {
        DictionaryTracker tracker = _dictionaries[id];
        int had = tracker.Length;
        DictionaryChange change = tracker.Update(dictionary, isStale);
        if (change != DictionaryChange.None)
        {
            bool isDelta = IsDelta(change) ?? throw new InvalidOperationException(
                $"column '{name}': a file can't replace a dictionary by one that does not start with the same values");
            ArrayData values = isDelta ? dictionary.Slice(had, dictionary.Length - had) : dictionary;
            Written(MessageType.DictionaryBatch, plan.AddMessage(Encoder.DictionaryBatch(id, values, isDelta)));
        }

        return change == DictionaryChange.Replacement;
    }

    // Makes sure that an array holds what it says it does, before its bytes are copied. Batches often share a dictionary, which is then
    // checked once.
    private void CheckBuffers(IpcField field, ArrayData array, int rows)
    {
        if ((array.Length != rows ? $"it has {array.Length} rows, and the batch has {rows}" : ArrayCheck.FaultOf(array)) is { } fault)
        {
            throw new ArgumentException($"column '{field.Field.Name}': {fault}");
        }

        CheckDictionaries(field, array);
    }

    private void CheckDictionaries(IpcField field, ArrayData array)
    {
        if (field.DictionaryId is { } id)
        {
            if (!ReferenceEquals(_checked.GetValueOrDefault(id), array.Dictionary) && ArrayCheck.FaultOf(array.Dictionary) is { } fault)
            {
                throw new ArgumentException($"the dictionary of column '{field.Field.Name}': {fault}");
            }

            _checked[id] = array.Dictionary;
            array = array.Dictionary;
        }

        for (int i = 0; i < field.Children.Length; i++)
        {
            CheckDictionaries(field.Children[i], array.Children[i]);
        }
    }

    private void CheckColumns(RecordBatch batch)
    {
        if (ReferenceEquals(batch.Schema, Schema))
        {
            return;
        }

        bool same = batch.ColumnCount == Schema.FieldsList.Count;
        for (int i = 0; same && i < batch.ColumnCount; i++)
        {
            Field field = Schema.FieldsList[i];
            same = batch.Schema.FieldsList[i].Name == field.Name && ArrowNames.AreSame(batch.Column(i).Data.DataType, field.DataType);
        }

        if (!same)
        {
            throw new ArgumentException($"the batch has ({ArrowNames.Of(batch.Schema)}), the schema is ({ArrowNames.Of(Schema)})",
                nameof(batch));
        }
    }

    private OutputPlan? PlanEnd()
    {
        if (_ended)
        {
            return null;
        }

        OutputPlan plan = Begin();
        _ended = true;
        AddEnd(plan);
        return plan;
    }

    private void Write(OutputPlan plan)
    {
        foreach (ReadOnlyMemory<byte> segment in plan.Segments())
        {
            BaseStream.Write(segment.Span);
        }

        Done(plan);
    }

    private async Task WriteAsync(OutputPlan plan, CancellationToken cancellation)
    {
        foreach (ReadOnlyMemory<byte> segment in plan.Segments())
        {
            await BaseStream.WriteAsync(segment, cancellation).ConfigureAwait(false);
        }

        Done(plan);
    }

    private void Done(OutputPlan plan)
    {
        _compressor?.Release();
        _position = plan.Position;
        _broken = false;
    }
}
