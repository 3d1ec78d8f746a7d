using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Ipc;

// The values of all dictionaries that a field had so far, in memory of their own.
internal sealed class UnifiedDictionary(string name)
{
    private readonly Dictionary<string, int> _codes = [];
    private ArrayData? _all;
    private ArrayData? _seen;

    // where the values of the last dictionary are among all; null: at the places that they have there
    private int[]? _places;

    // An array's rows as codes of all values so far, its own among them.
    // array: The codes. The same dictionary as last time is known by reference.
    // values: The values of its dictionary; those inside them are codes of all values so far themselves.
    // throws InvalidOperationException: Dictionaries that have to be put together are ordered, or have more values than the codes can
    // count.
    public ArrayData Translate(ArrayData array, ArrayData values)
    {
        DictionaryType type = (DictionaryType)array.Storage;
        if (!ReferenceEquals(array.Dictionary, _seen))
        {
            Add(values, type);
            _seen = array.Dictionary;
        }

        if (_places is null)
        {
            return new ArrayData(array.DataType, array.Length, array.NullCount, array.Offset, array.Buffers, [], _all);
        }

        ArrowBuffer validity =
            array.Nulls == 0
                ? ArrowBuffer.Empty
                : new ArrowBuffer(RowBytes.OfBits(array.Buffers[0].Span, array.Offset, RowSelection.All(array.Length)));
        return new ArrayData(array.DataType, array.Length, array.Nulls, 0, [validity, Codes(array, type, _places)], [], _all);
    }

    private void Add(ArrayData dictionary, DictionaryType type)
    {
        RowCopier copier = new();
        bool isLonger = _all is null || DictionaryTracker.StartsWith(dictionary, _all);
        if (isLonger || DictionaryTracker.StartsWith(_all!, dictionary))
        {
            _places = null;
            _all = isLonger && dictionary.Length != _all?.Length ? copier.CopyAll(dictionary) : _all;
            return;
        }

        if (type.Ordered)
        {
            throw new InvalidOperationException($"column '{name}': ordered dictionaries with different values can't be put together");
        }

        _places = PlacesOf(dictionary, out RowSelection added);
        _all = Concatenation.Of([_all!, copier.Copy(dictionary, added)]);
    }

    // Where the values are once those that are added stand behind all others. Values that are made of others are not compared.
    private int[] PlacesOf(ArrayData dictionary, out RowSelection added)
    {
        IArrowType type = dictionary.Storage;
        bool hasKeys = ArrayParts.HasBytes(type) || type is FixedWidthType and not (BooleanType or DictionaryType);
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
    private static string Key(ArrayData values, int row) => values.IsNull(row) ? "" : "v" + Encoding.Latin1.GetString(values.BytesAt(row));

    private ArrowBuffer Codes(ArrayData array, DictionaryType type, int[] places)
    {
        List<long> codes = new(array.Length);
        for (int row = 0; row < array.Length; row++)
        {
            codes.Add(array.IsNull(row) ? 0 : places[checked((int)array.CodeAt(row))]);
        }

        try
        {
            return ArrowArrays.Integers(type.IndexType, codes);
        }
        catch (OverflowException)
        {
            throw new InvalidOperationException(
                $"column '{name}': its dictionaries have {_all!.Length} values together, more than {ArrowNames.Of(type.IndexType)} codes can count");
        }
    }
}
