using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Ipc;

// A dictionary that deltas are added to. Earlier batches keep the array they were given. Texts grow in place; values of other types are put
// together anew when they are first asked for, so deltas that come in a row cost no more than one.
internal sealed class GrowingDictionary(ArrayData first)
{
    private readonly GrowingTexts? _texts = first.DataType is StringType ? new GrowingTexts(first) : null;
    private readonly List<ArrayData> _pieces = [first];
    private long _lastAt;

    // All values so far.
    // throws ArrowFormatException: They are too many, or too many bytes.
    public ArrayData Current
    {
        get
        {
            if (_texts is not null)
            {
                return _texts.Current;
            }

            if (_pieces.Count > 1)
            {
                ArrayData whole = Whole();
                _pieces.Clear();
                _pieces.Add(whole);
            }

            return _pieces[0];
        }
    }

    // delta: Values of the same type.
    // throws ArrowFormatException: All texts together are more than 1 GiB.
    public void Append(ArrayData delta, long at)
    {
        _lastAt = at;
        if (_texts is not null)
        {
            _texts.Append(delta, at);
        }
        else
        {
            _pieces.Add(delta);
        }
    }

    private ArrayData Whole()
    {
        try
        {
            return Concatenation.Of(_pieces);
        }
        catch (OverflowException)
        {
            throw new ArrowFormatException(
                "a dictionary with its additions has more values or bytes than an array can hold, or more than its own codes can count",
                _lastAt);
        }
    }
}
