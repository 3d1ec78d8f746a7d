using System.Collections.Concurrent;

namespace TelemetryEngine.Sources.Rows;

// The names of an enum's values; a value without one is its number.
internal sealed class EnumNames(Type type)
{
    // of flags there are many values, and few of them are in use
    private const int MostKept = 4096;

    private readonly ConcurrentDictionary<long, string> _names = [];

    // The name of a value, as its enum stores it.
    public string Of(long value)
    {
        if (_names.TryGetValue(value, out string? name))
        {
            return name;
        }

        name = Enum.ToObject(type, value).ToString()!;
        if (_names.Count < MostKept)
        {
            _names.TryAdd(value, name);
        }

        return name;
    }
}
