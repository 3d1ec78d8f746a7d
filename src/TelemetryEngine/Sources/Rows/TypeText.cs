namespace TelemetryEngine.Sources.Rows;

// Types in messages.
internal static class TypeText
{
    // The name of a type, as List<Double>.
    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        int mark = type.Name.IndexOf('`', StringComparison.Ordinal);
        return mark < 0 ? type.Name : $"{type.Name[..mark]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }
}
