using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Files whose footer has dictionaries in another order than that in which they need each other.</summary>
public sealed class DictionaryOrderTests
{
    private static readonly DictionaryType Innermost = new(UInt8Type.Default, StringType.Default, ordered: false);
    private static readonly DictionaryType Middle = new(Int8Type.Default, new ListType(Field("code", Innermost)), ordered: false);
    private static readonly DictionaryType Outermost = new(Int16Type.Default, new StructType([Field("pair", Middle), Field("other", Innermost)]), ordered: false);
    private static readonly Schema Schema = Batches.SchemaOf(("plain", Innermost), ("x", Outermost), ("y", Middle));

    [Fact]
    public void Any_order_in_the_footer_is_read()
    {
        RecordBatch batch = Batch(seed: 1);
        byte[] file = Samples.Write(asFile: true, Schema, [batch, batch.Slice(5, 20)]);
        Random random = new(4);
        Assert.Equal(7, Dictionaries(file).Count);
        for (int i = 0; i < 40; i++)
        {
            byte[] shuffled = Reordered(file, blocks => [.. blocks.OrderBy(_ => random.Next())]);
            Assert.Equal([Samples.Values(batch), Samples.Values(batch.Slice(5, 20))], Samples.Read(asFile: true, shuffled).Batches);
            Assert.Equal([Samples.Values(batch), Samples.Values(batch.Slice(5, 20))], Samples.Read(asFile: true, shuffled, asStream: true).Batches);
        }
    }

    [Fact]
    public void Additions_stay_behind_what_they_are_added_to()
    {
        RecordBatch[] batches = [Batch(seed: 1), Batch(seed: 2), Batch(seed: 3)];
        byte[] file = Samples.Write(asFile: true, Schema, batches, new IpcOptions { UnifyDictionaries = true });
        byte[] outerFirst = Reordered(file, blocks => [.. blocks.OrderByDescending(block => block.Id)]);
        Assert.True(Dictionaries(file).Count > 7);
        Assert.NotEqual(file, outerFirst);
        Assert.Equal(batches.Select(Samples.Values), Samples.Read(asFile: true, outerFirst).Batches);
        byte[] additionsFirst = Reordered(file, blocks => [.. blocks.Reverse()]);
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: true, additionsFirst));
        Assert.Contains("an addition to a dictionary that has not come with the id 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dictionary_that_needs_itself_is_refused()
    {
        // the values of dictionary 0 are lists of codes into dictionary 0
        IpcField inner = new(Field("code", Innermost), 0, []);
        IpcSchema schema = new(Batches.SchemaOf(("x", Middle)), [new IpcField(Field("x", Middle), 0, [inner])]);
        OutputPlan plan = new(0);
        plan.AddMessage(new MessageEncoder(IpcOptions.Default, null).Schema(schema));
        byte[] bytes = [.. plan.Segments().SelectMany(segment => segment.ToArray())];
        using ArrowStreamReader reader = new(bytes);
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => reader.Schema);
        Assert.Contains("the dictionary with the id 0 is of utf8 and of list<code: dictionary<uint8, utf8>>", error.Message, StringComparison.Ordinal);
    }

    private static Field Field(string name, IArrowType type) => new(name, type, nullable: true);

    private static RecordBatch Batch(int seed) =>
        new(Schema, Schema.FieldsList.Select((field, i) => new RandomArrays(seed + (10 * i), nulls: true).Make(field.DataType, 30)), 30);

    private static List<(long Id, Block Block)> Dictionaries(byte[] file) => [.. Blocks(file, Slots.Footer.Dictionaries).Select(block =>
    {
        Input input = new MemoryInput(file).At(block.Offset, block.MetadataLength);
        return (MessageReader.Read(input)!.Value.Header.Int64(Slots.DictionaryBatch.Id), block);
    })];

    private static byte[] Reordered(byte[] file, Func<IEnumerable<(long Id, Block Block)>, IReadOnlyList<(long Id, Block Block)>> order)
    {
        BlockList dictionaries = new();
        foreach ((_, Block block) in order(Dictionaries(file)))
        {
            dictionaries.Add(block);
        }

        BlockList batches = new();
        foreach (Block block in Blocks(file, Slots.Footer.RecordBatches))
        {
            batches.Add(block);
        }

        byte[] footer = new MessageEncoder(IpcOptions.Default, null).Footer(IpcSchema.Number(Schema), dictionaries, batches);
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. file[..FooterStart(file)], .. footer, .. length, .. file[^6..]];
    }

    private static int FooterStart(byte[] file) => file.Length - 10 - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 10));

    private static IEnumerable<Block> Blocks(byte[] file, int slot)
    {
        int start = FooterStart(file);
        FlatVector blocks = new FlatBuffer(file.AsMemory(start, file.Length - 10 - start), start).Root().Vector(slot, Slots.BlockBytes);
        return [.. Enumerable.Range(0, blocks.Count).Select(i => new Block(blocks.Int64(i, 0), blocks.Int32(i, 8), blocks.Int64(i, 16)))];
    }
}
