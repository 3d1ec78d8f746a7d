using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// The columns of all inputs: their names, and in which field of each input each stands.
// Notes: What is worth saying of them.
internal sealed record ColumnNames(IReadOnlyList<string> Names, IReadOnlyList<MessageText> Notes)
{
    // Reads the headers of all inputs. Columns are matched by their names, wherever they stand.
    // inputs: The inputs, at least one.
    // frozen: The names of a stored plan's columns; null = those of the first input.
    // throws InputException: Headers differ.
    public static ColumnNames Of(
        IReadOnlyList<CsvInput> inputs, IReadOnlyList<CsvHeader> headers, CsvDialect dialect, IReadOnlyList<string>? frozen)
    {
        List<MessageText> notes = [];
        List<string> names = [.. Named(headers[0].Names, dialect, inputs[0].Name, notes)];
        List<string>[] each = new List<string>[inputs.Count];
        for (int i = 0; i < inputs.Count; i++)
        {
            each[i] = i == 0 ? names : Named(headers[i].Names, dialect, inputs[i].Name, []);
            EnsureAlike(inputs, headers, dialect, i);
        }

        List<string> all = frozen is not null && HaveSame(frozen, names) ? [.. frozen] : [.. names];
        if (dialect.UnionByName)
        {
            all = [.. all.Concat(each.SelectMany(static one => one)).Distinct(StringComparer.Ordinal)];
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            Place(inputs, i, each, all, dialect);
        }

        return new ColumnNames(all, notes);
    }

    // Says where an input has the columns, should it have them elsewhere than the others.
    private static void Place(IReadOnlyList<CsvInput> inputs, int number, List<string>[] each, List<string> all, CsvDialect dialect)
    {
        List<string> found = each[number];
        if (found.SequenceEqual(all))
        {
            return;
        }

        if (!dialect.UnionByName && (!dialect.HasHeader || !HaveSame(found, all)))
        {
            throw Differ(inputs, number, all, found, dialect.HasHeader);
        }

        Dictionary<string, int> places = FirstPlaces(found);
        inputs[number].Form = inputs[number].Form! with { Places = [.. all.Select(name => places.GetValueOrDefault(name, -1))] };
    }

    private static InputException Differ(IReadOnlyList<CsvInput> inputs, int number, List<string> all, List<string> found, bool hasHeader)
    {
        int common = all.Zip(found).TakeWhile(static pair => pair.First == pair.Second).Count();
        string? missing = all.Find(name => !found.Contains(name));
        string? extra = found.Find(name => !all.Contains(name));
        string what =
            !hasHeader
                ? string.Create(null, $"column {common + 1} is {Said(all, common)} in the first and {Said(found, common)} in the second")
            : missing is not null && extra is not null
                ? string.Create(null, $"column {common + 1} is {Said(all, common)} in the first and {Said(found, common)} in the second")
            : missing is not null ? $"'{missing}' is missing in the second" : $"'{extra}' is missing in the first";
        MessageText? hint = hasHeader ? Message.Of($"; {Fix.UnionByName} reads what is missing as null") : null;
        return new InputException($"the headers of {inputs[0].Name} and {inputs[number].Name} differ: {what}{hint}", inputs[number].Name);
    }

    // Where each name stands, the first time that it does.
    private static Dictionary<string, int> FirstPlaces(IReadOnlyList<string> names)
    {
        Dictionary<string, int> places = new(names.Count, StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            places.TryAdd(names[i], i);
        }

        return places;
    }

    private static string Said(List<string> names, int column) => column < names.Count ? $"'{names[column]}'" : "missing";

    private static bool HaveSame(IReadOnlyList<string> left, IReadOnlyList<string> right) =>
        left.Count == right.Count && left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal));

    // Names that are given stand for those of all headers, so these must be the same.
    private static void EnsureAlike(IReadOnlyList<CsvInput> inputs, IReadOnlyList<CsvHeader> headers, CsvDialect dialect, int number)
    {
        if (dialect.Columns.Count == 0 || !dialect.HasHeader || headers[number].Names.SequenceEqual(headers[0].Names))
        {
            return;
        }

        throw new InputException(
            $"the headers of {inputs[0].Name} and {inputs[number].Name} differ, so {Fix.Columns} can't name the columns of both; without it they are matched by name", inputs[number].Name);
    }

    private static List<string> Named(IReadOnlyList<string> header, CsvDialect dialect, string input, List<MessageText> notes)
    {
        bool areGiven = dialect.Columns.Count > 0;
        if (areGiven && dialect.Columns.Count != header.Count)
        {
            throw new InputException(
                $"{Fix.Columns} names {dialect.Columns.Count} columns where the first record of {input} has {header.Count}", input);
        }

        EnsureNotMoved(header, dialect, input);
        HashSet<string> seen = new(header.Count, StringComparer.Ordinal);
        HashSet<string>? taken = null;
        List<string> names = new(header.Count);
        for (int i = 0; i < header.Count; i++)
        {
            string given = areGiven ? dialect.Columns[i] : header[i];
            string name = given.Length > 0 ? given : string.Create(null, $"column{i + 1}");
            if (!seen.Add(name))
            {
                name = areGiven
                    ? throw new InputException($"two columns of {input} are named '{name}'; {Fix.Columns} gives them other names", input,
                        column: name)
                    : Another(name, taken ??= new(header, StringComparer.Ordinal), seen);
                notes.Add(Message.Of($"two columns of {input} are named '{given}'; the one in field {i + 1} is read as '{name}'"));
            }

            names.Add(name);
        }

        return names;
    }

    // A name that no column has: the name with the number of times that it was met.
    private static string Another(string name, HashSet<string> taken, HashSet<string> seen)
    {
        for (int number = 2; ; number++)
        {
            string other = string.Create(null, $"{name}_{number}");
            if (!taken.Contains(other) && seen.Add(other))
            {
                return other;
            }
        }
    }

    // Names that the header has in other places were meant for these.
    private static void EnsureNotMoved(IReadOnlyList<string> header, CsvDialect dialect, string input)
    {
        if (!dialect.HasHeader || dialect.Columns.Count == 0)
        {
            return;
        }

        Dictionary<string, int> places = FirstPlaces(header);
        for (int i = 0; i < dialect.Columns.Count; i++)
        {
            if (header[i] != dialect.Columns[i] && places.TryGetValue(dialect.Columns[i], out int there))
            {
                throw new InputException(
                    $"{Fix.Columns} names column {i + 1} of {input} '{dialect.Columns[i]}', and its header says that column {there + 1} is that; without {Fix.Columns} the names are the header's", input, column: dialect.Columns[i]);
            }
        }
    }
}
