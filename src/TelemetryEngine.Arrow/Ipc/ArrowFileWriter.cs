using Apache.Arrow;

namespace TelemetryEngine.Arrow.Ipc;

// Writes record batches as an Arrow file: a stream between magic words, with a footer that says where each batch lies. The stream need not
// seek. Without ArrowStreamWriter.WriteEnd there is no footer, and no reader takes it for a file. A file can't replace a dictionary, and a
// dictionary that grows from batch to batch is one that some readers refuse (Polars does): give all batches the same dictionary where that
// matters.
internal sealed class ArrowFileWriter : ArrowStreamWriter
{
    private readonly BlockList _dictionaries = new();
    private readonly BlockList _batches = new();

    // Starts to write; nothing is written before the first call of a method.
    // stream: Where to write, from its current place on.
    // schema: What every batch has; its metadata is written too.
    // leaveOpen: True to leave the stream open when this is disposed.
    // options: How to write; null = IpcOptions.Default.
    // throws ArgumentException: The options don't fit each other.
    public ArrowFileWriter(Stream stream, Schema schema, bool leaveOpen = false, IpcOptions? options = null)
        : base(stream, schema, leaveOpen, options)
    {
    }

    // The first and the last bytes of a file.
    internal static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    private protected override void AddStart(OutputPlan plan)
    {
        plan.Add(Magic.ToArray());
        plan.AddZeros(BodyBuilder.Padding(Magic.Length, sizeof(long)));
    }

    private protected override void AddEnd(OutputPlan plan)
    {
        base.AddEnd(plan);
        byte[] footer = Encoder.Footer(IpcSchema, _dictionaries, _batches);
        plan.Add(footer);
        plan.AddInt32(footer.Length);
        plan.Add(Magic.ToArray());
    }

    private protected override void Written(MessageType type, Block block) =>
        (type == MessageType.DictionaryBatch ? _dictionaries : _batches).Add(block);

    private protected override bool? IsDelta(DictionaryChange change) =>
        change == DictionaryChange.Replacement ? null : change == DictionaryChange.Growth;
}
