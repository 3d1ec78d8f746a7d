using System.Text;
using System.Text.RegularExpressions;

namespace TelemetryEngine.Expressions;

// A regular expression, in the syntax of .NET without what needs to go back in a text (look-around, references to groups): a text is looked
// through once, in a time that grows with its length alone, whatever the pattern.
internal sealed class TextPattern
{
    // Characters of a pattern, and repeats of repeats in it, beyond which its states could be more than memory holds.
    private const int MostCharacters = 1000;
    private const long MostRepeats = 10_000;

    private readonly Regex _regex;
    private char[] _room = [];

    // throws PlanException: The text is no pattern.
    public TextPattern(string pattern)
    {
        if (pattern.Length > MostCharacters || Repeats(pattern) > MostRepeats)
        {
            throw new PlanException(
                $"a pattern has at most {MostCharacters:N0} characters, and repeats nothing more than {MostRepeats:N0} times");
        }

        try
        {
            _regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (RegexParseException error)
        {
            throw new PlanException($"'{pattern}' is no pattern: {Reason(error)} at its character {error.Offset + 1}");
        }
        catch (NotSupportedException)
        {
            throw new PlanException(
                $"the pattern '{pattern}' has look-around, a reference to a group or another part that needs to go back in a text; patterns here have none");
        }
    }

    public bool HasGroup(long group) => group >= 0 && _regex.GetGroupNumbers().Any(number => number == group);

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        int needed = Encoding.UTF8.GetMaxCharCount(text.Length);
        if (_room.Length < needed)
        {
            _room = new char[Math.Max(needed, 2 * _room.Length)];
        }

        return _regex.IsMatch(_room.AsSpan(0, Encoding.UTF8.GetChars(text, _room)));
    }

    // The text that a group of the first match has; null where there is none.
    public string? Extract(string text, int group)
    {
        Group found = _regex.Match(text).Groups[group];
        return found.Success ? found.Value : null;
    }

    private static string Reason(RegexParseException error)
    {
        string words = error.Error.ToString();
        StringBuilder reason = new();
        foreach (char c in words)
        {
            reason.Append(char.IsUpper(c) && reason.Length > 0 ? " " : "").Append(char.ToLowerInvariant(c));
        }

        return reason.ToString();
    }

    // The counts of all {n} and {n,m} multiplied, as if each repeated all others.
    private static long Repeats(string pattern)
    {
        long product = 1;
        for (int open = pattern.IndexOf('{', StringComparison.Ordinal); open >= 0; open = pattern.IndexOf('{', open + 1))
        {
            int close = pattern.IndexOf('}', open);
            string count = close < 0 ? "" : pattern[(open + 1)..close];
            string most = count.Split(',').LastOrDefault(static part => part.Length > 0) ?? "";
            if (long.TryParse(most, System.Globalization.CultureInfo.InvariantCulture, out long times) && times > 1)
            {
                product = product > MostRepeats / times ? MostRepeats + 1 : product * times;
            }
        }

        return product;
    }
}
