using TelemetryEngine.Arrow.Ipc.Compression;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>The dictionaries that have come so far, by id.</summary>
internal sealed class DictionaryMemo
{
    private readonly IpcSchema _schema;
    private readonly bool _mayReplace;
    private readonly BodyDecompressor _decompressor;
    private readonly Dictionary<long, IpcField> _fields = [];
    private readonly Dictionary<long, GrowingDictionary> _byId = [];

    /// <param name="schema">Says which ids there are.</param>
    /// <param name="mayReplace">True in a stream: a dictionary may come again and takes the old one's place.</param>
    /// <param name="decompressor">Unpacks bodies.</param>
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

    /// <summary>The dictionary of a field, or null when it has not come.</summary>
    public ArrowArray? Find(IpcField field) => _byId.GetValueOrDefault(field.DictionaryId.GetValueOrDefault())?.Current;

    /// <summary>Takes a dictionary batch whose body comes next in the input.</summary>
    public void Read(Input input, Message message)
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
        Body body = new(header, input.ReadKept(message.BodyLength), origin, _decompressor.OpenKept(header, id, isDelta))
        {
            HasUnionValidity = message.Version == MetadataVersion.V4,
        };
        ArrowArray values = new ArrayDecoder(body, this).NextValues(field, $"dictionary {id}");
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

    /// <summary>Puts additions together now. Then several threads at a time may read batches, as long as no more dictionaries come.</summary>
    public void Settle()
    {
        foreach (GrowingDictionary dictionary in _byId.Values)
        {
            _ = dictionary.Current;
        }
    }

    /// <summary>Makes a batch of the selected columns, whose body comes next in the input.</summary>
    public RecordBatch ReadBatch(Input input, Message message, FieldSelection selection)
    {
        long origin = input.Position;
        (ReadOnlyMemory<byte> bytes, IDisposable? owner) = selection.IsAll ? input.ReadLeased(message.BodyLength) : input.ReadLeased(message.BodyLength, PlacesOf(selection, message));
        try
        {
            CompressedBody? compression = _decompressor.OpenLeased(message.Header);
            compression?.Own(owner);
            owner = compression ?? owner;
            Body body = new(message.Header, bytes, origin, compression) { HasUnionValidity = message.Version == MetadataVersion.V4 };
            ArrayDecoder decoder = new(body, this);
            ArrowArray[] columns = new ArrowArray[selection.Schema.FieldsList.Count];
            int count = 0;
            for (int i = 0; i < _schema.Fields.Length; i++)
            {
                if (selection.Has(i))
                {
                    columns[count++] = decoder.Next(_schema.Fields[i], NameOf(i));
                }
                else
                {
                    decoder.Skip(_schema.Fields[i], NameOf(i), places: null);
                }
            }

            body.CheckEnd();
            return new RecordBatch(selection.Schema, columns, body.Length, owner);
        }
        catch
        {
            owner?.Dispose();
            throw;
        }
    }

    /// <summary>Where the bytes of the selected columns lie in a body.</summary>
    private ByteRanges PlacesOf(FieldSelection selection, Message message)
    {
        Body body = new(message.Header, default, 0, compression: null) { HasUnionValidity = message.Version == MetadataVersion.V4 };
        ArrayDecoder decoder = new(body, this);
        ByteRanges places = new(message.BodyLength);
        for (int i = 0; i < _schema.Fields.Length; i++)
        {
            decoder.Skip(_schema.Fields[i], NameOf(i), selection.Has(i) ? places : null);
        }

        return places;
    }

    private string NameOf(int field) => $"column '{_schema.Fields[field].Field.Name}'";
}
