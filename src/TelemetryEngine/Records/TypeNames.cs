namespace TelemetryEngine.Records;

// Types of .NET as C# spells them.
internal static class TypeNames
{
    // The name of a type, such as double? or Reading.
    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Of(inner) + "?";
        }

        if (type == typeof(byte[]))
        {
            return "byte[]";
        }

        if (type == typeof(object))
        {
            return "object";
        }

        int arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        return arity >= 0
            ? $"{type.Name[..arity]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.IsEnum ? type.Name : Keyword(type);
    }

    private static string Keyword(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "bool",
        TypeCode.Byte => "byte",
        TypeCode.SByte => "sbyte",
        TypeCode.Int16 => "short",
        TypeCode.UInt16 => "ushort",
        TypeCode.Int32 => "int",
        TypeCode.UInt32 => "uint",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        TypeCode.Single => "float",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        TypeCode.String => "string",
        _ => type.Name,
    };
}
