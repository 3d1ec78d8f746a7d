using System.Numerics;
using System.Runtime.InteropServices;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Tests.Types;

/// <summary>
/// Streams and files as other programs may write them: in front of a column n of the integers 7, 8, 9 stands a column x of a type that the package
/// can't say, or with such a type inside. Two batches, and where x has codes, a dictionary.
/// </summary>
internal static class UnreadableFiles
{
    private static readonly MessageEncoder Encoder = new(IpcOptions.Default, compressor: null);
    private static readonly Part Integer = new("i", FlatType.Int);
    private static readonly Part Empty = new("s", FlatType.Struct);
    private static readonly byte[] Gap = [0b101];
    private static readonly byte[] Nothing = [];

    // what x is, and its nodes
    private static readonly Dictionary<string, (Part X, Node[] Nodes)> Columns = new()
    {
        ["bytes of width 0"] = (new("x", FlatType.FixedSizeBinary), [new(3, Gap, Nothing)]),
        ["list of width 0"] = (new("x", FlatType.FixedSizeList, new Part("text", FlatType.Utf8)), [new(3, Gap), new(0, [], Nothing, Nothing)]),
        ["struct without fields"] = (new("x", FlatType.Struct), [new(3, Gap)]),
        ["list of structs"] = (new("x", FlatType.List, Empty), [new(3, [], Integers(0, 1, 2, 2)), new(2, [])]),
        ["struct of bytes"] = (new("x", FlatType.Struct, Integer, new Part("b", FlatType.FixedSizeBinary)), [new(3, Gap), new(3, [], Integers(1, 2, 3)), new(3, [], Nothing)]),
        ["map to structs"] = (
            new("x", FlatType.Map, new Part("entries", FlatType.Struct, new Part("key", FlatType.Int) { IsNullable = false }, Empty) { IsNullable = false }),
            [new(3, Gap, Integers(0, 1, 1, 2)), new(2, []), new(2, [], Integers(5, 6)), new(2, [])]),
        ["codes of structs"] = (new("x", FlatType.Struct) { IsCoded = true }, [new(3, Gap, Integers(0, 0, 0))]),
    };

    /// <summary>What x may be.</summary>
    public static IEnumerable<string> Kinds => Columns.Keys;

    public static byte[] Write(bool asFile, string kind)
    {
        (Part x, Node[] nodes) = Columns[kind];
        Part[] schema = [x, new("n", FlatType.Int)];
        OutputPlan plan = new(position: 0);
        BlockList dictionaries = new();
        BlockList batches = new();
        if (asFile)
        {
            plan.Add("ARROW1\0\0"u8.ToArray());
        }

        FlatBufferBuilder builder = new();
        plan.AddMessage(Encoder.Message(builder, MessageType.Schema, Schema(builder, schema), body: null));
        if (x.IsCoded)
        {
            BodyBuilder values = Body(new Node(1, []));
            builder = new();
            int data = MessageEncoder.RecordBatchTable(builder, 1, values);
            builder.StartTable();
            builder.AddPointer(Slots.DictionaryBatch.Data, data);
            dictionaries.Add(plan.AddMessage(Encoder.Message(builder, MessageType.DictionaryBatch, builder.EndTable(), values)));
        }

        for (int i = 0; i < 2; i++)
        {
            BodyBuilder body = Body([.. nodes, new Node(3, [], Integers(7, 8, 9))]);
            builder = new();
            batches.Add(plan.AddMessage(Encoder.Message(builder, MessageType.RecordBatch, MessageEncoder.RecordBatchTable(builder, 3, body), body)));
        }

        plan.AddInt32(-1);
        plan.AddInt32(0);
        if (asFile)
        {
            builder = new();
            byte[] footer = Encoder.Footer(builder, Schema(builder, schema), dictionaries, batches);
            plan.Add(footer);
            plan.AddInt32(footer.Length);
            plan.Add("ARROW1"u8.ToArray());
        }

        return [.. plan.Segments().SelectMany(static segment => segment.ToArray())];
    }

    private static byte[] Integers(params int[] values) => MemoryMarshal.AsBytes<int>(values).ToArray();

    private static int Schema(FlatBufferBuilder builder, Part[] parts)
    {
        int fields = Fields(builder, parts);
        builder.StartTable();
        builder.AddPointer(Slots.Schema.Fields, fields);
        return builder.EndTable();
    }

    private static int Fields(FlatBufferBuilder builder, Part[] parts) => builder.CreateTableVector([.. parts.Select(part => Field(builder, part))]);

    private static int Field(FlatBufferBuilder builder, Part part)
    {
        int name = builder.CreateString(part.Name);
        int children = Fields(builder, part.Children);

        // every width is 0 where none is said
        builder.StartTable();
        if (part.Type == FlatType.Int)
        {
            builder.AddInt32(Slots.Int.BitWidth, 32);
            builder.AddBool(Slots.Int.IsSigned, true);
        }

        int type = builder.EndTable();
        builder.StartTable();
        int dictionary = builder.EndTable();
        builder.StartTable();
        builder.AddPointer(Slots.Field.Name, name);
        builder.AddPointer(Slots.Field.Type, type);
        builder.AddPointer(Slots.Field.Dictionary, part.IsCoded ? dictionary : 0);
        builder.AddPointer(Slots.Field.Children, children);
        builder.AddByte(Slots.Field.TypeType, (byte)part.Type);
        builder.AddBool(Slots.Field.Nullable, part.IsNullable);
        return builder.EndTable();
    }

    private static BodyBuilder Body(params Node[] nodes)
    {
        BodyBuilder body = new(alignment: 8, compressor: null);
        foreach (Node node in nodes)
        {
            body.AddNode(node.Rows, node.Validity.Length == 0 ? 0 : node.Rows - BitOperations.PopCount(node.Validity[0]));
            body.AddBuffer(node.Validity);
            Array.ForEach(node.Buffers, buffer => body.AddBuffer(buffer));
        }

        return body;
    }

    private sealed record Part(string Name, FlatType Type, params Part[] Children)
    {
        public bool IsNullable { get; init; } = true;

        public bool IsCoded { get; init; }
    }

    /// <summary>An array's rows, its bits of validity where there are nulls, and its other buffers.</summary>
    private sealed record Node(int Rows, byte[] Validity, params byte[][] Buffers);
}
