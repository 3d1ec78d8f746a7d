namespace TelemetryEngine.Expressions;

// Binds functions of text.
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

    private static BoundNode Text(Call call)
    {
        if (Coercion.IsNull(call[0]))
        {
            return new ConstantNode(ResultTypes.Text, null);
        }

        return Coercion.IsText(call[0]) ? call[0] : throw call.Error($"'{call.Node.Name}' takes text");
    }
}
