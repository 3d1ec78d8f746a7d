namespace TelemetryEngine.Expressions;

// Binds utf8 and try.
internal static class Casts
{
    public static BoundNode Utf8(Call call)
    {
        BoundNode value = Coercion.ToValue(call[0]);
        return Coercion.IsNull(call[0]) ? new ConstantNode(ResultTypes.Text, null) : value.Type.IsText ? value : new TextOfNode(value);
    }

    public static BoundNode Try(Call call) => new TryNode(Coercion.ToValue(call[0]));
}
