using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc.Compression;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

// The dictionaries that have come so far, by id.
internal sealed class DictionaryMemo
{
    private readonly IpcSchema _schema;
    private readonly bool _mayReplace;
    private readonly BodyDecompressor _decompressor;
    private readonly Dictionary<long, IpcField> _fields = [];
    private readonly Dictionary<long, GrowingDictionary> _byId = [];

    // schema: Says which ids there are.
    // mayReplace: True in a stream: a dictionary may come again and takes the old one's place.
    public DictionaryMemo(IpcSchema schema, bool mayReplace, BodyDecompressor decompressor)
    {
        _decompressor = decompressor;
        _schema = schema;
        _mayReplace = mayReplace;
        foreach (IpcField field in schema.Dictionaries)
        {
            _fields.TryAdd(field.DictionaryId.GetValueOrDefault(), field);
        }
    }

    // The dictionary of a field, or null when it has not come.
    public ArrayData? Find(IpcField field) => _byId.GetValueOrDefault(field.DictionaryId.GetValueOrDefault())?.Current;

    // Takes a dictionary batch whose body comes next in the input.
    public void Read(Input input, IpcMessage message)
    {
        long id = message.Header.Int64(Slots.DictionaryBatch.Id);
        if (!_fields.TryGetValue(id, out IpcField? field))
        {
            throw new ArrowFormatException($"a dictionary with the id {id}, which no column has", message.Offset);
        }

        GrowingDictionary? known = _byId.GetValueOrDefault(id);
        bool isDelta = message.Header.Bool(Slots.DictionaryBatch.IsDelta);
        if (isDelta ? known is null : known is not null && !_mayReplace)
        {
            string fault = isDelta ? "an addition to a dictionary that has not come" : "a second dictionary, which only a stream may have,";
            throw new ArrowFormatException($"{fault} with the id {id}", message.Offset);
        }

        FlatTable header = message.Header.NeedTable(Slots.DictionaryBatch.Data, "the dictionary's data");
        long origin = input.Position;

        // what is added is put together with the old values, in memory that grows by doubling
        int pieces = isDelta ? 3 : 1;
        _decompressor.Keep(id, pieces * input.LeaseBytes(message.BodyLength, null), isDelta, message.Offset);
        ReadOnlyMemory<byte> bytes = input.ReadKept(message.BodyLength);
        if (_decompressor.Memory is not null && BodyDecompressor.IsPacked(header))
        {
            UnpackedSizes sizes = new((start, into) => Copy(bytes, start, into), message.BodyLength);
            Body.AddAllPlaces(header, sizes);
            _decompressor.Keep(id, pieces * sizes.TotalBytes, isMore: true, message.Offset);
        }

        Body body = new(header, bytes, origin, _decompressor.OpenKept(header, id, isDelta))
        {
            HasUnionValidity = message.Version == MetadataVersion.V4,
        };
        ArrayData values = new ArrayDecoder(body, this).NextValues(field, $"dictionary {id}");
        body.CheckEnd();
        if (isDelta)
        {
            known!.Append(values, message.Offset);
        }
        else
        {
            _byId[id] = new GrowingDictionary(values);
        }
    }

    // Puts additions together now. Then several threads at a time may read batches, as long as no more dictionaries come.
    public void Concatenate()
    {
        foreach (GrowingDictionary dictionary in _byId.Values)
        {
            _ = dictionary.Current;
        }
    }

    // Makes a batch of the selected columns, whose body comes next in the input. The batch owns what is pending; when this fails, the
    // caller does.
    // throws ArrowMemoryException: It does not fit the memory; where that is temporary, this may be called again.
    public RecordBatch ReadBatch(Input input, PendingBatch pending, FieldSelection selection)
    {
        IpcMessage message = pending.Message;
        if (pending.Bytes is null)
        {
            ReadBody(input, pending, selection);
        }

        ReadOnlyMemory<byte> bytes = pending.Bytes.GetValueOrDefault();
        if (pending is { IsBounded: true, UnpackedBytes: null } && BodyDecompressor.IsPacked(message.Header))
        {
            pending.Draw(input.LeaseBytes(message.BodyLength, null),
                UnpackedBytesOf(selection, message, (start, into) => Copy(bytes, start, into)));
        }

        CompressedBody? compression = _decompressor.OpenLeased(message.Header, pending.UnpackedBytes);
        pending.Own(compression);
        Body body = new(message.Header, bytes, pending.Origin, compression) { HasUnionValidity = message.Version == MetadataVersion.V4 };
        ArrayDecoder decoder = new(body, this);
        IArrowArray[] columns = new IArrowArray[selection.Schema.FieldsList.Count];
        int count = 0;
        for (int i = 0; i < _schema.Fields.Length; i++)
        {
            if (selection.Has(i))
            {
                columns[count++] = ArrowArrayFactory.BuildArray(decoder.Next(_schema.Fields[i], NameOf(i)));
            }
            else
            {
                decoder.Skip(_schema.Fields[i], NameOf(i), places: null);
            }
        }

        body.CheckEnd();
        return new PooledBatch(selection.Schema, columns, body.Length, pending.Owner);
    }

    // Draws for a body and reads it. Where any place can be read, also what it unpacks to is drawn before anything is: who can't have all
    // has nothing, so that no two wait for each other.
    private void ReadBody(Input input, PendingBatch pending, FieldSelection selection)
    {
        IpcMessage message = pending.Message;
        ByteRanges? places = null;
        if (!selection.IsAll)
        {
            places = new ByteRanges(message.BodyLength);
            AddPlaces(selection, message, places);
        }

        if (pending.IsBounded)
        {
            long? unpacked = BodyDecompressor.IsPacked(message.Header) && pending.LooksAhead
                ? UnpackedBytesOf(selection, message, (start, into) => input.At(pending.Origin + start, into.Length).Read(into))
                : null;
            pending.Draw(input.LeaseBytes(message.BodyLength, places), unpacked);
        }

        pending.Hold(places is null ? input.ReadLeased(message.BodyLength) : input.ReadLeased(message.BodyLength, places));
    }

    private long UnpackedBytesOf(FieldSelection selection, IpcMessage message, Func<long, byte[], int> read)
    {
        UnpackedSizes sizes = new(read, message.BodyLength);
        AddPlaces(selection, message, sizes);
        return sizes.TotalBytes;
    }

    private static int Copy(ReadOnlyMemory<byte> bytes, long start, byte[] into)
    {
        bytes.Span.Slice((int)start, into.Length).CopyTo(into);
        return into.Length;
    }

    // Says where the buffers of the selected columns lie in a body.
    private void AddPlaces(FieldSelection selection, IpcMessage message, BufferPlaces places)
    {
        Body body = new(message.Header, default, 0, compression: null) { HasUnionValidity = message.Version == MetadataVersion.V4 };
        ArrayDecoder decoder = new(body, this);
        for (int i = 0; i < _schema.Fields.Length; i++)
        {
            decoder.Skip(_schema.Fields[i], NameOf(i), selection.Has(i) ? places : null);
        }
    }

    private string NameOf(int field) => $"column '{_schema.Fields[field].Field.Name}'";
}
