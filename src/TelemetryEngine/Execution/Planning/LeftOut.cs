using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Execution.Planning;

// The columns that avg(*) and its like do not take, so that the run can say which.
// reasons: By the place of a column of text that holds numbers: why it is text.
internal sealed class LeftOut(IReadOnlyDictionary<int, string>? reasons)
{
    // Names in one note; of more there is the number.
    private const int MostNames = 12;

    private readonly List<string> _identifiers = [];
    private readonly List<string> _texts = [];
    private readonly List<MessageText> _withNumbers = [];
    private readonly HashSet<int> _seen = [];
    private string _function = "";

    // What was left out, and how to have it.
    public IReadOnlyList<MessageText> Notes
    {
        get
        {
            List<MessageText> notes = [.. _withNumbers];
            if (_texts.Count > 0)
            {
                notes.Add(Message.Of($"{_function}(*) leaves out what is text: {Names(_texts)}"));
            }

            if (_identifiers.Count > 0)
            {
                notes.Add(
                    Message.Of(
                        $"{_function}(*) leaves out what looks like an identifier: {Names(_identifiers)}; {Fix.Aggregate.With(_function, Operand(_identifiers[0]))} has it"));
            }

            return notes;
        }
    }

    // True for a column that is not taken.
    public bool Leaves(string function, int place, Column column)
    {
        bool isIdentifier = column.Type.IsInteger && IdentifierNames.IsIdentifier(column.Name);
        if (column.Type.IsNumeric && !isIdentifier)
        {
            return false;
        }

        if ((isIdentifier || column.Type.IsText) && _seen.Add(place))
        {
            _function = _function.Length == 0 ? function : _function;
            string? reason = reasons?.GetValueOrDefault(place);
            if (reason is not null)
            {
                _withNumbers.Add(
                    Message.Of($"{_function}(*) leaves out {column.Name}: {reason}; {Fix.Schema.With(column.Name, "float64")} has it"));
            }
            else
            {
                (isIdentifier ? _identifiers : _texts).Add(column.Name);
            }
        }

        return true;
    }

    private static string Operand(string name) => name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : $"\"{name}\"";

    private static string Names(List<string> names) => names.Count <= MostNames
        ? string.Join(", ", names)
        : string.Create(null, $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more");
}
