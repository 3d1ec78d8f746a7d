using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine;

/// <summary>
/// What an error or a note says: words, and among them the options that help, which everybody may word as they like. All of it can be
/// shown: nothing in it hides or steers a terminal.
/// </summary>
public sealed class MessageText
{
    // Stands in the words for a fix. No text of a stranger has it, as it is written out there.
    internal const char Hole = '\0';

    private readonly string _words;
    private readonly Fix[] _fixes;

    /// <summary>A text without fixes. Hidden characters in it, line ends too, are written out (<see cref="VisibleText"/>).</summary>
    public MessageText(string text)
        : this(VisibleText.Of(text), [])
    {
    }

    // words: The words, made visible, with a Hole for each fix.
    internal MessageText(string words, Fix[] fixes)
    {
        _words = words;
        _fixes = fixes;
    }

    // The text of nothing.
    internal static MessageText Empty { get; } = new("", []);

    /// <summary>The options that it names, in order.</summary>
    public IReadOnlyList<Fix> Fixes => _fixes;

    // The words with a Hole for each fix.
    internal string Words => _words;

    /// <summary>The text, with fixes as the library words them: methods to call and properties to set.</summary>
    public override string ToString() =>
        Worded(_words.Replace($"{Hole} {Hole}", $"{Hole} and {Hole}", StringComparison.Ordinal), static fix => fix.ToString());

    /// <summary>The text, with fixes in the caller's words.</summary>
    public string ToString(Func<Fix, string> words) => Worded(_words, words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is MessageText other && other._words == _words && other._fixes.AsSpan().SequenceEqual(_fixes);

    /// <inheritdoc/>
    public override int GetHashCode() => _words.GetHashCode(StringComparison.Ordinal);

    // Several texts as one.
    internal static MessageText Join(string separator, IEnumerable<MessageText> texts)
    {
        MessageText[] all = [.. texts];
        return new MessageText(string.Join(separator, all.Select(static text => text._words)),
            [.. all.SelectMany(static text => text._fixes)]);
    }

    // The text without its end, or null where it does not end so.
    internal MessageText? Without(MessageText end) =>
        _words.EndsWith(end._words, StringComparison.Ordinal) && _fixes.AsSpan().EndsWith(end._fixes)
        ? new MessageText(_words[..^end._words.Length], _fixes[..^end._fixes.Length])
        : null;

    private string Worded(string text, Func<Fix, string> words)
    {
        if (_fixes.Length == 0)
        {
            return text;
        }

        StringBuilder worded = new(text.Length + (32 * _fixes.Length));
        int next = 0;
        foreach (char character in text)
        {
            _ = character == Hole ? worded.Append(words(_fixes[next++])) : worded.Append(character);
        }

        return worded.ToString();
    }
}
