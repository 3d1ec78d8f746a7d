using System.Reflection;

namespace TelemetryEngine.Sources.Rows;

// Gets the value of a property or field.
internal delegate TValue MemberGetter<TRow, out TValue>(ref TRow row);

// Makes getters of members: of properties without a box for each row, and without code that is made at run time.
internal static class MemberGetters
{
    // The getter of a member whose type is exactly that.
    public static MemberGetter<TRow, TValue> Of<TRow, TValue>(MemberInfo member)
    {
        if (member is not PropertyInfo property)
        {
            FieldInfo field = (FieldInfo)member;
            return (ref row) => (TValue)field.GetValue(row)!;
        }

        MethodInfo method = property.GetMethod!;
        if (typeof(TRow).IsValueType)
        {
            return method.CreateDelegate<MemberGetter<TRow, TValue>>();
        }

        Func<TRow, TValue> get = method.CreateDelegate<Func<TRow, TValue>>();
        return (ref row) => get(row);
    }

    // The getter of the names of an enum's values; null where the value may be null and is.
    public static MemberGetter<TRow, string?> OfEnum<TRow>(MemberInfo member, Type type)
    {
        EnumNames names = new(Nullable.GetUnderlyingType(type) ?? type);

        // an enum's delegate is one of its integers; only int, which nearly all are, is worth a look
        if (member is PropertyInfo { GetMethod: { } method } && type.IsEnum && Enum.GetUnderlyingType(type) == typeof(int)
            && OfNumber<TRow>(method) is { } number)
        {
            return (ref row) => names.Of(number(ref row));
        }

        return member is PropertyInfo property
            ? (ref row) => property.GetValue(row)?.ToString()
            : (ref row) => ((FieldInfo)member).GetValue(row)?.ToString();
    }

    private static MemberGetter<TRow, int>? OfNumber<TRow>(MethodInfo method)
    {
        if (typeof(TRow).IsValueType)
        {
            return (MemberGetter<TRow, int>?)Delegate.CreateDelegate(typeof(MemberGetter<TRow, int>), method, throwOnBindFailure: false);
        }

        return Delegate.CreateDelegate(typeof(Func<TRow, int>), method, throwOnBindFailure: false) is Func<TRow, int> get
            ? (ref row) => get(row) : null;
    }
}
