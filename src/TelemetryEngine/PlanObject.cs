using System.Text.Json;

namespace TelemetryEngine;

// An object in a plan's JSON, which may be a stranger's: members that are unknown or there twice, null where something is needed, and
// values of another kind or beyond their bounds are errors that name the place ($.aggregates[2].function) and what belongs there.
internal sealed class PlanObject
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _path;

    // known: The members that it may have.
    // throws PlanException: It is no object, or has members that it may not have, or one twice.
    public PlanObject(JsonElement element, string path, params string[] known)
        : this(element, path, known, isOpen: false)
    {
    }

    private PlanObject(JsonElement element, string path, string[] known, bool isOpen)
    {
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, element, $"an object with the member{(known.Length == 1 ? "" : "s")} {string.Join(", ", known)}");
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            string name = Text(path, () => member.Name);
            if (isOpen && !known.Contains(name))
            {
                continue;
            }

            if (!known.Contains(name))
            {
                string hint = NearestName.Hint(name, known, $"there is {string.Join(", ", known)}");
                throw new PlanException($"not a plan: {path} has no member '{name}'; {hint}");
            }

            if (!_members.TryAdd(name, member.Value))
            {
                throw new PlanException($"not a plan: {path}.{name} is there twice; leave one of them out");
            }
        }
    }

    // One member of an object, whatever others it has: the one that says which it may have.
    // throws PlanException: It is no object, or has the member twice.
    public static PlanObject Only(JsonElement element, string path, string member) => new(element, path, [member], isOpen: true);

    // The text of a member; null where it is left out or null.
    public string? Text(string name, string wanted) => Find(name) is { } value ? Text(value, PathOf(name), wanted) : null;

    // The text of a member that must be there.
    public string NeededText(string name, string wanted) => Text(Needed(name, wanted), PathOf(name), wanted);

    // A member that is true or false.
    public bool? Flag(string name) => Find(name) is { } value ? AsFlag(value, PathOf(name)) : null;

    // A member that is true or false and must be there.
    public bool NeededFlag(string name) => AsFlag(Needed(name, "true or false"), PathOf(name));

    // A whole number from least on.
    public long? Whole(string name, long least)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least
            ? number
            : throw Wrong(PathOf(name), value, $"a whole number from {least} to {long.MaxValue}");
    }

    // A whole number from least on, which must be there.
    public long NeededWhole(string name, long least)
    {
        Needed(name, $"a whole number from {least} to {long.MaxValue}");
        return Whole(name, least) ?? throw Wrong(PathOf(name), _members[name], $"a whole number from {least} to {long.MaxValue}");
    }

    // A member that is an object and must be there.
    public T NeededObject<T>(string name, string wanted, Func<JsonElement, string, T> read)
        where T : class => read(Needed(name, wanted), PathOf(name));

    // A member that is an object; null where it is left out or null.
    public T? Object<T>(string name, Func<JsonElement, string, T> read)
        where T : class => Find(name) is { } value ? read(value, PathOf(name)) : null;

    // The texts of a list; none where it is left out or null.
    public IReadOnlyList<string> Texts(string name, string wanted) => List(name, (item, path) => Text(item, path, wanted));

    // A list; empty where it is left out or null.
    public IReadOnlyList<T> List<T>(string name, Func<JsonElement, string, T> read)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        string path = PathOf(name);
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(path, value, "a list");
        }

        int count = value.GetArrayLength();
        if (count > Plan.MaxListItems)
        {
            throw new PlanException($"not a plan: {path} has {count:N0} items; at most {Plan.MaxListItems:N0} are read");
        }

        List<T> items = new(count);
        foreach (JsonElement item in value.EnumerateArray())
        {
            items.Add(read(item, $"{path}[{items.Count}]"));
        }

        return items;
    }

    // A value that is to be a text.
    public static string Text(JsonElement value, string path, string wanted)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Wrong(path, value, wanted);
        }

        string text = Text(path, () => value.GetString()!);
        return text.Length <= Plan.MaxTextChars
            ? text
            : throw new PlanException($"not a plan: {path} has {text.Length:N0} characters; at most {Plan.MaxTextChars:N0} are read");
    }

    // JSON may spell out half of a surrogate, of which no text can be made
    private static string Text(string path, Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new PlanException($"not a plan: at {path} there is half of a surrogate pair, which is no text");
        }
    }

    private static bool AsFlag(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(path, value, "true or false"),
    };

    private static PlanException Wrong(string path, JsonElement value, string wanted)
    {
        const int ShownChars = 40;
        string raw = value.GetRawText();
        string shown = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => raw.Length > ShownChars ? raw[..ShownChars] + "…" : raw,
        };
        return new PlanException($"not a plan: {path} is {shown}; it is to be {wanted}");
    }

    private JsonElement Needed(string name, string wanted) => _members.TryGetValue(name, out JsonElement value)
        ? value
        : throw new PlanException($"not a plan: {PathOf(name)} is missing; it is to be {wanted}");

    private JsonElement? Find(string name) =>
        _members.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string PathOf(string name) => $"{_path}.{name}";
}
