using System.Text;

namespace TelemetryEngine.Expressions;

// Binds functions of text. What says how a text is cut or looked through is a literal, so that each text of a dictionary is asked once.
internal static class TextFunctions
{
    public static BoundNode Like(Call call)
    {
        if (call[1] is not ConstantNode { Value: string pattern })
        {
            throw call.Node.At.Error($"the pattern of like is a text literal, in '{call.Node}'");
        }

        LikePattern like = new(pattern);
        return new TextPredicateNode(Text(call with { Arguments = [call[0]] }), text => like.IsMatch(text));
    }

    public static BoundNode Lower(Call call) => new TextMapNode(Text(call), text => text.ToLowerInvariant());

    public static BoundNode Upper(Call call) => new TextMapNode(Text(call), text => text.ToUpperInvariant());

    public static BoundNode Length(Call call) =>
        new TextToNumberNode(ResultTypes.Int64, Text(call), TextToNumberNode.Length, call.RowError("no length"));

    public static BoundNode StartsWith(Call call)
    {
        byte[] part = Utf8(call, 1, "beginning");
        return new TextPredicateNode(Text(call), text => text.StartsWith(part));
    }

    public static BoundNode EndsWith(Call call)
    {
        byte[] part = Utf8(call, 1, "end");
        return new TextPredicateNode(Text(call), text => text.EndsWith(part));
    }

    public static BoundNode Contains(Call call)
    {
        byte[] part = Utf8(call, 1, "part");
        return new TextPredicateNode(Text(call), text => text.IndexOf(part) >= 0);
    }

    public static BoundNode Trim(Call call)
    {
        if (call.Arguments.Length == 1)
        {
            return new TextMapNode(Text(call), static text => text.Trim());
        }

        HashSet<Rune> runes = [.. Literal(call, 1, "text of the characters").EnumerateRunes()];
        return new TextMapNode(Text(call), text => TextCut.Trimmed(text, runes));
    }

    public static BoundNode Replace(Call call)
    {
        string from = Literal(call, 1, "text that is replaced");
        string to = Literal(call, 2, "replacement");
        return from.Length == 0
            ? throw call.Node.At.Error($"an empty text can't be replaced, in '{call.Node}'")
            : new TextMapNode(Text(call), text => text.Replace(from, to, StringComparison.Ordinal));
    }

    public static BoundNode Substring(Call call)
    {
        long start = Number(call, 1, "place");
        long length = call.Arguments.Length == 3 ? Number(call, 2, "length") : long.MaxValue;
        return start == 0 || length < 0
            ? throw call.Node.At.Error($"places are counted from 1, or from −1 at the end, and a length is 0 or more, in '{call.Node}'")
            : new TextMapNode(Text(call), text => TextCut.Substring(text, start, length));
    }

    public static BoundNode SplitPart(Call call)
    {
        string separator = Literal(call, 1, "separator");
        long place = Number(call, 2, "place");
        return separator.Length == 0 || place == 0
            ? throw call.Node.At.Error($"a separator is not empty, and parts are counted from 1, or from −1 at the end, in '{call.Node}'")
            : new TextMapNode(Text(call), text => TextCut.Part(text, separator, place));
    }

    public static BoundNode RegexpLike(Call call)
    {
        TextPattern pattern = Pattern(call);
        return new TextPredicateNode(Text(call), text => pattern.IsMatch(text));
    }

    public static BoundNode RegexpExtract(Call call)
    {
        TextPattern pattern = Pattern(call);
        long group = call.Arguments.Length == 3 ? Number(call, 2, "group") : 0;
        return pattern.HasGroup(group)
            ? new TextMapNode(Text(call), text => pattern.Extract(text, (int)group))
            : throw call.Node.At.Error($"the pattern has no group {group}, in '{call.Node}'");
    }

    public static BoundNode Concat(Call call)
    {
        BoundNode[] texts = [.. call.Arguments.Select((_, i) => Text(call, i))];
        return new ConcatNode(texts);
    }

    private static BoundNode Text(Call call, int argument = 0)
    {
        if (Coercion.IsNull(call[argument]))
        {
            return new ConstantNode(ResultTypes.Text, null);
        }

        return Coercion.IsText(call[argument])
            ? call[argument]
            : throw (call with { Arguments = [call[argument]] }).Error(call.Node.Name == "concat"
                ? "'concat' and '||' take text (conditions are joined by 'or', and utf8(x) is x as text)"
                : $"'{call.Node.Name}' takes text");
    }

    private static TextPattern Pattern(Call call)
    {
        string pattern = Literal(call, 1, "pattern");
        return call.Placed(() => new TextPattern(pattern));
    }

    private static byte[] Utf8(Call call, int argument, string what) => Encoding.UTF8.GetBytes(Literal(call, argument, what));

    private static string Literal(Call call, int argument, string what) => (call[argument] as ConstantNode)?.Value as string
        ?? throw call.Node.At.Error($"the {what} of {call.Node.Name} is a text literal, in '{call.Node}'");

    private static long Number(Call call, int argument, string what) => call[argument] is ConstantNode { Value: long number }
        ? number
        : throw call.Node.At.Error($"the {what} of {call.Node.Name} is a literal whole number, in '{call.Node}'");
}
