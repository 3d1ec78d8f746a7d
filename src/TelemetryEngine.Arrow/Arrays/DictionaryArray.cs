namespace TelemetryEngine.Arrow;

/// <summary>Values as integer codes into a dictionary. A row is null when its code is; the dictionary may hold a null too, which a reader of
/// foreign data must be ready for.</summary>
internal sealed class DictionaryArray : ArrowArray
{
    /// <summary>Makes an array. That every valid code lies inside the dictionary is the caller's promise; a false one shows as an exception
    /// at the row.</summary>
    /// <param name="dataType">The type.</param>
    /// <param name="indices">The codes; their nulls are this array's.</param>
    /// <param name="dictionary">The values.</param>
    /// <exception cref="ArgumentException">Codes or values are not of the type's.</exception>
    public DictionaryArray(DictionaryType dataType, ArrowArray indices, ArrowArray dictionary)
        : base(
            dataType,
            (indices ?? throw new ArgumentNullException(nameof(indices))).ValidityBuffer,
            indices.Length,
            indices.NullCount,
            indices.Offset)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        if (!indices.DataType.Equals(dataType.IndexType) || !dictionary.DataType.Equals(dataType.ValueType))
        {
            throw new ArgumentException($"codes of {indices.DataType} and values of {dictionary.DataType} for {dataType}", nameof(dictionary));
        }

        Indices = (FixedWidthArray)indices;
        Dictionary = dictionary;
    }

    /// <summary>The type.</summary>
    public DictionaryType DictionaryType => (DictionaryType)DataType;

    /// <summary>The codes, an array of the type's integers: <see cref="Int32Array"/>, <see cref="UInt8Array"/> … At a null row the code means
    /// nothing.</summary>
    public FixedWidthArray Indices { get; }

    /// <summary>The values.</summary>
    public ArrowArray Dictionary { get; }

    /// <summary>True when the values are UTF-8 texts, in any layout.</summary>
    public bool IsText => Dictionary is BytesArray { IsText: true };

    /// <summary>The row's code: its value's row in the dictionary. At a null row it means nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="OverflowException">The code is no int32.</exception>
    public int GetCode(int index)
    {
        CheckIndex(index);
        return checked(Indices switch
        {
            Int32Array codes => codes.Values[index],
            Int8Array codes => codes.Values[index],
            Int16Array codes => codes.Values[index],
            Int64Array codes => (int)codes.Values[index],
            UInt8Array codes => codes.Values[index],
            UInt16Array codes => codes.Values[index],
            UInt32Array codes => (int)codes.Values[index],
            _ => (int)((UInt64Array)Indices).Values[index],
        });
    }

    /// <summary>The row's text in UTF-8; empty at a null row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidCastException">The values are neither texts nor bytes.</exception>
    public ReadOnlySpan<byte> GetUtf8(int index) => IsNull(index) ? default : ((BytesArray)Dictionary).GetBytes(GetCode(index));

    /// <summary>The row's text, or null. Allocates.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidCastException">The values are neither texts nor bytes.</exception>
    public string? GetString(int index) => IsNull(index) ? null : ((BytesArray)Dictionary).GetString(GetCode(index));

    /// <inheritdoc/>
    public override DictionaryArray Slice(int offset, int length) => new(DictionaryType, Indices.Slice(offset, length), Dictionary);

    /// <summary>Collects texts; the dictionary is in first-seen order.</summary>
    /// <param name="ordered">Says in the type that comparing codes is comparing texts: true only when texts arrive in an order that makes
    /// it so.</param>
    public sealed class Builder(bool ordered = false) : ArrayBuilder<DictionaryArray>
    {
        private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
        private readonly Int32Array.Builder _indices = new();
        private readonly StringArray.Builder _texts = new();

        /// <summary>Adds a text, or a null row.</summary>
        public Builder Append(string? value) => value is null ? AppendNull() : Append(value.AsSpan());

        /// <summary>Adds a text. Allocates only when it is new.</summary>
        public Builder Append(ReadOnlySpan<char> value)
        {
            Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> codes = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!codes.TryGetValue(value, out int code))
            {
                code = _texts.Length;
                _texts.Append(value);
                codes[value] = code;
            }

            _indices.Append(code);
            CountValid(1);
            return this;
        }

        /// <summary>Adds texts; a null reference is a null row.</summary>
        public Builder AppendRange(IEnumerable<string?> values)
        {
            ArgumentNullException.ThrowIfNull(values);
            foreach (string? value in values)
            {
                Append(value);
            }

            return this;
        }

        /// <summary>Adds a null row.</summary>
        public Builder AppendNull()
        {
            _indices.AppendNull();
            CountNull();
            return this;
        }

        private protected override DictionaryArray Build(ArrowBuffer validity, int length, int nullCount)
        {
            DictionaryType type = new(Int32Type.Default, StringType.Default, ordered);
            _codes.Clear();
            return new DictionaryArray(type, _indices.Build(), _texts.Build());
        }
    }
}
