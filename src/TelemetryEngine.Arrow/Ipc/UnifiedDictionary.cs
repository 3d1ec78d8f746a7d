using System.Text;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>The values of all dictionaries that a field had so far, in memory of their own.</summary>
/// <param name="name">The field, for messages.</param>
internal sealed class UnifiedDictionary(string name)
{
    private readonly Dictionary<string, int> _codes = [];
    private ArrowArray? _all;
    private ArrowArray? _seen;

    // where the values of the last dictionary are among all; null: at the places that they have there
    private int[]? _places;

    /// <summary>An array's rows as codes of all values so far, its own among them.</summary>
    /// <param name="array">The codes. The same dictionary as last time is known by reference.</param>
    /// <param name="values">The values of its dictionary; those inside them are codes of all values so far themselves.</param>
    /// <exception cref="InvalidOperationException">Dictionaries that have to be put together are ordered, or have more values than the codes can count.</exception>
    public DictionaryArray Translate(DictionaryArray array, ArrowArray values)
    {
        DictionaryType type = array.DictionaryType;
        if (!ReferenceEquals(array.Dictionary, _seen))
        {
            Add(values, type);
            _seen = array.Dictionary;
        }

        return new DictionaryArray(type, _places is null ? array.Indices : Translate(array, type, _places), _all!);
    }

    private void Add(ArrowArray dictionary, DictionaryType type)
    {
        RowCopier copier = new();
        bool isLonger = _all is null || DictionaryTracker.StartsWith(dictionary, _all);
        if (isLonger || DictionaryTracker.StartsWith(_all!, dictionary))
        {
            _places = null;
            _all = isLonger && dictionary.Length != _all?.Length ? copier.Copy(dictionary, RowSelection.All(dictionary.Length)) : _all;
            return;
        }

        if (type.Ordered)
        {
            throw new InvalidOperationException($"column '{name}': ordered dictionaries with different values can't be put together");
        }

        _places = PlacesOf(dictionary, out RowSelection added);
        _all = Concatenation.Of([_all!, copier.Copy(dictionary, added)]);
    }

    /// <summary>Where the values are once those that are added stand behind all others. Values that are made of others are not compared.</summary>
    private int[] PlacesOf(ArrowArray dictionary, out RowSelection added)
    {
        bool hasKeys = dictionary is BytesArray or FixedWidthArray;
        for (int code = _codes.Count; hasKeys && code < _all!.Length; code++)
        {
            _codes.TryAdd(Key(_all, code), code);
        }

        added = new RowSelection();
        int[] places = new int[dictionary.Length];
        for (int i = 0; i < places.Length; i++)
        {
            int next = checked(_all!.Length + added.Length);
            if (hasKeys && !_codes.TryAdd(Key(dictionary, i), next))
            {
                places[i] = _codes[Key(dictionary, i)];
                continue;
            }

            places[i] = next;
            added.Add(i, 1);
        }

        return places;
    }

    // bytes as characters, behind one that tells an empty value from a null
    private static string Key(ArrowArray values, int row)
    {
        ReadOnlySpan<byte> bytes = values is BytesArray texts ? texts.GetBytes(row) : ((FixedWidthArray)values).GetBytes(row);
        return values.IsNull(row) ? "" : "v" + Encoding.Latin1.GetString(bytes);
    }

    private FixedWidthArray Translate(DictionaryArray array, DictionaryType type, int[] places)
    {
        ArrowArray indices = new RowCopier().Copy(array.Indices, RowSelection.All(array.Length));
        List<long> codes = new(array.Length);
        for (int row = 0; row < array.Length; row++)
        {
            codes.Add(array.IsNull(row) ? 0 : places[array.GetCode(row)]);
        }

        try
        {
            return Concatenation.Integers(type.IndexType, codes, indices.ValidityBuffer, indices.NullCount);
        }
        catch (OverflowException)
        {
            throw new InvalidOperationException($"column '{name}': its dictionaries have {_all!.Length} values together, more than {type.IndexType} codes can count");
        }
    }
}
