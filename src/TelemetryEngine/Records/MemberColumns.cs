using Apache.Arrow;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Records;

// Finds the columns that members of records stand for.
internal sealed class MemberColumns(Schema schema)
{
    private readonly IReadOnlyList<Field> _fields = schema.FieldsList;

    // The columns' names, for errors.
    public string Names => string.Join(", ", _fields.Select(static column => column.Name));

    // The ordinal of a member's column: the one of its name, letter for letter, else that which differs only in case and in signs that are
    // neither letters nor digits; −1 where there is none.
    // throws PlanException: Several columns differ from it in no other way.
    public int Find(string member, Func<string> describe)
    {
        int[] equal = All(name => name == member);
        int[] found = equal.Length > 0 ? equal : All(name => Plain(name) == Plain(member));
        return found.Length switch
        {
            0 => -1,
            1 => found[0],
            _ => throw new PlanException(
                $"{describe()} may be any of the columns {string.Join(", ", found.Select(i => _fields[i].Name))}; rename all but one of them"),
        };
    }

    // What reads a column for a member.
    // throws PlanException: Its values are nothing of the kind.
    public ValueReader Reader(int column, Target target)
    {
        Field field = _fields[column];
        return ValueReader.Of(field, target) ?? throw Unreadable(field, target);
    }

    // The error for a column whose values can't become a type.
    public static PlanException Unreadable(Field field, Target target) => new(Refusal(field, target));

    // Why a column's values can't become a type, and what they can.
    public static string Refusal(Field field, Target target)
    {
        string remedy =
            ColumnValues.Of(field, target) is { } values ? target.Remedy(TypeNames.Of(values.Natural)) : "read its array from the batches";
        return Quoting.Message.Of(
            $"column '{field.Name}' of type {ArrowNames.Of(field.DataType)} can't be read as {target.NameAndType}; {remedy}").ToString();
    }

    private int[] All(Func<string, bool> isIt) => [.. Enumerable.Range(0, _fields.Count).Where(i => isIt(_fields[i].Name))];

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
