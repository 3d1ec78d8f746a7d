using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>The bytes of a stream with one int64 column and the rows 1, null, 3, worked out by hand from the specifications of Arrow and FlatBuffers.</summary>
public sealed class GoldenLayoutTests
{
    private static readonly string[] SchemaMessage =
    [
        "FFFFFFFF 78000000", // continuation marker; 120 bytes of metadata end at 128
        "10000000 0000", // root at 8 + 16 = 24; padding
        "0A00 0C00 0600 0500 0800", // vtable of Message: 10 bytes; table of 12; version at 6, header type at 5, header at 8
        "0A000000 00 01 0400 0C000000", // 24: Message: vtable 10 before; header type 1 = Schema; version 4 = V5; header at 32 + 12 = 44
        "0800 0800 0000 0400", // vtable of Schema: no endianness (little); fields at 4
        "08000000 04000000", // 44: Schema: fields at 48 + 4 = 52
        "01000000 14000000", // 52: one field, at 56 + 20 = 76
        "1000 1400 1000 0600 0700 0C00 0000 0800", // vtable of Field: name 16, nullable 6, type's kind 7, type 12, no dictionary, children 8
        "10000000 0000 01 02", // 76: Field: nullable; kind 2 = Int
        "0C000000 14000000 1C000000", // children at 96, type at 88 + 20 = 108, name at 92 + 28 = 120
        "00000000", // 96: no children
        "0800 0C00 0800 0700", // vtable of Int: width at 8, signed at 7
        "08000000 000000 01 40000000", // 108: Int: signed, 64 bits
        "01000000 61 000000", // 120: "a" with its zero byte, padding to 128
    ];

    private static readonly string[] BatchMessage =
    [
        "FFFFFFFF B8000000", // 184 bytes of metadata end at 320 = 5 × 64
        "14000000 00000000", // root at 136 + 20 = 156; padding
        "0C00 1600 0600 0500 0800 0C00", // vtable of Message; body length at 12
        "0C000000 00 03 0400 18000000 8000000000000000", // 156: header type 3 = RecordBatch; header at 164 + 24 = 188; body of 128 bytes
        "0000", // padding
        "0A00 1800 0C00 0800 0400", // vtable of RecordBatch: length at 12, nodes at 8, buffers at 4
        "0A000000 14000000 38000000 0300000000000000", // 188: buffers at 192 + 20 = 212, nodes at 196 + 56 = 252; 3 rows
        "00000000", // padding
        "02000000", // 212: two buffers
        "0000000000000000 0100000000000000", // the validity bitmap: at 0, 1 byte
        "4000000000000000 1800000000000000", // the values: at 64, 24 bytes
        "00000000 01000000", // padding; 252: one node
        "0300000000000000 0100000000000000", // 3 rows, 1 null
    ];

    private static readonly RecordBatch Batch = Batches.Of("a", Samples.Numbers<long>(Int64Type.Default, 1, null, 3));

    [Fact]
    public void A_tiny_stream_has_the_bytes_of_the_specification()
    {
        byte[] bytes = Samples.Write(asFile: false, Batch.Schema, [Batch]);

        byte[] expected = new byte[456];
        Hex(SchemaMessage).CopyTo(expected, 0);
        Hex(BatchMessage).CopyTo(expected, 128);
        expected[320] = 0b101; // rows 0 and 2 are valid
        expected[384] = 1;
        expected[400] = 3;
        Hex(["FFFFFFFF 00000000"]).CopyTo(expected, 448); // the end marker
        Assert.Equal(128, Hex(SchemaMessage).Length);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(bytes));
    }

    [Fact]
    public void A_file_is_a_stream_between_magic_words_with_a_footer()
    {
        byte[] file = Samples.Write(asFile: true, Batch.Schema, [Batch]);
        Assert.Equal("ARROW1\0\0"u8.ToArray(), file[..8]);
        Assert.Equal("ARROW1"u8.ToArray(), file[^6..]);
        int footer = BitConverter.ToInt32(file, file.Length - 10);
        int end = file.Length - 10 - footer;
        Assert.Equal((byte[])[255, 255, 255, 255, 0, 0, 0, 0], file[(end - 8)..end]);

        byte[] inner = file[8..end];
        Assert.Equal(Convert.ToHexString(Hex(SchemaMessage)), Convert.ToHexString(inner[..128]));
        Assert.Equal(Samples.Values(Batch), Assert.Single(Samples.Read(asFile: false, inner).Batches));
    }

    [Fact]
    public void Bodies_and_buffers_of_a_file_start_at_64()
    {
        RecordBatch whole = Samples.Batch(33, nulls: true);
        byte[] file = Samples.Write(asFile: true, Samples.Schema, [whole, whole.Slice(3, 7)]);
        Memory<byte> aligned = PinnedMemory.Allocate(file.Length);
        file.CopyTo(aligned);
        using ArrowFileReader reader = new(aligned);
        int seen = 0;
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            foreach (PrimitiveArray<long> column in batch.Arrays.OfType<PrimitiveArray<long>>())
            {
                Assert.True(column.ValueBuffer.Span.Overlaps(aligned.Span, out int offset));
                Assert.Equal(0, -offset % 64);
                seen++;
            }
        }

        Assert.Equal(10, seen);
    }

    private static byte[] Hex(string[] lines) => Convert.FromHexString(string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
}
