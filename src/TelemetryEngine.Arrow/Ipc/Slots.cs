namespace TelemetryEngine.Arrow.Ipc;

// What a message carries. The numbers are those of the format's Message.fbs.
internal enum MessageType : byte
{
    None = 0,
    Schema = 1,
    DictionaryBatch = 2,
    RecordBatch = 3,
    Tensor = 4,
    SparseTensor = 5,
}

// The types of Schema.fbs, in their order.
internal enum FlatType : byte
{
    None,
    Null,
    Int,
    FloatingPoint,
    Binary,
    Utf8,
    Bool,
    Decimal,
    Date,
    Time,
    Timestamp,
    Interval,
    List,
    Struct,
    Union,
    FixedSizeBinary,
    FixedSizeList,
    Map,
    Duration,
    LargeBinary,
    LargeUtf8,
    LargeList,
    RunEndEncoded,
    BinaryView,
    Utf8View,
    ListView,
    LargeListView,
}

// The slots of the format's tables, and the sizes of its structs.
internal static class Slots
{
    public const int NodeBytes = 16;
    public const int BufferBytes = 16;
    public const int BlockBytes = 24;

    public static class Message
    {
        public const int Version = 0;
        public const int HeaderType = 1;
        public const int Header = 2;
        public const int BodyLength = 3;
        public const int Metadata = 4;
    }

    public static class Schema
    {
        public const int Endianness = 0;
        public const int Fields = 1;
        public const int Metadata = 2;
    }

    public static class Field
    {
        public const int Name = 0;
        public const int Nullable = 1;
        public const int TypeType = 2;
        public const int Type = 3;
        public const int Dictionary = 4;
        public const int Children = 5;
        public const int Metadata = 6;
    }

    public static class KeyValue
    {
        public const int Key = 0;
        public const int Value = 1;
    }

    public static class DictionaryEncoding
    {
        public const int Id = 0;
        public const int IndexType = 1;
        public const int IsOrdered = 2;
    }

    public static class Int
    {
        public const int BitWidth = 0;
        public const int IsSigned = 1;
    }

    public static class FloatingPoint
    {
        public const int Precision = 0;
    }

    public static class Decimal
    {
        public const int Precision = 0;
        public const int Scale = 1;
        public const int BitWidth = 2;
    }

    public static class Date
    {
        public const int Unit = 0;
    }

    public static class Time
    {
        public const int Unit = 0;
        public const int BitWidth = 1;
    }

    public static class Duration
    {
        public const int Unit = 0;
    }

    public static class Interval
    {
        public const int Unit = 0;
    }

    public static class Union
    {
        public const int Mode = 0;
        public const int TypeIds = 1;
    }

    public static class FixedSizeBinary
    {
        public const int ByteWidth = 0;
    }

    public static class FixedSizeList
    {
        public const int ListSize = 0;
    }

    public static class Map
    {
        public const int KeysSorted = 0;
    }

    public static class Timestamp
    {
        public const int Unit = 0;
        public const int Timezone = 1;
    }

    public static class RecordBatch
    {
        public const int Length = 0;
        public const int Nodes = 1;
        public const int Buffers = 2;
        public const int Compression = 3;
        public const int VariadicBufferCounts = 4;
    }

    public static class BodyCompression
    {
        public const int Codec = 0;
        public const int Method = 1;

        public const byte Lz4Frame = 0;
        public const byte Zstd = 1;
    }

    public static class DictionaryBatch
    {
        public const int Id = 0;
        public const int Data = 1;
        public const int IsDelta = 2;
    }

    public static class Footer
    {
        public const int Version = 0;
        public const int Schema = 1;
        public const int Dictionaries = 2;
        public const int RecordBatches = 3;
    }
}
