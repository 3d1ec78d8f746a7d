using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

// The columns that rows of a type have: its public properties that can be read, then its public fields, each in the order of their
// declaration.
internal static class RowMembers
{
    // What of a type must be there when a program is trimmed.
    public const DynamicallyAccessedMemberTypes Needed =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields;

    // Finds them.
    // throws PlanException: There is none, or one of a type that is no column's.
    public static IReadOnlyList<RowMember<TRow>> Of<[DynamicallyAccessedMembers(Needed)] TRow>()
    {
        Type type = typeof(TRow);
        if (CellKinds.IsValue(type))
        {
            throw new PlanException(
                $"{TypeText.Of(type)} is a single value, and rows have named ones; project them: values.Select(value => new {{ value }})");
        }

        List<RowMember<TRow>> members = [];
        HashSet<string> names = new(StringComparer.Ordinal);

        // a property that hides another one of its name comes before it
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && names.Add(property.Name))
            {
                members.Add(Make<TRow>(property, property.PropertyType));
            }
        }

        foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            if (names.Add(field.Name))
            {
                members.Add(Make<TRow>(field, field.FieldType));
            }
        }

        return members.Count > 0
            ? members
            : throw new PlanException(
                $"{TypeText.Of(type)} has no public properties and no public fields, so there are no columns; project the rows: rows.Select(r => new {{ r.Time, … }})");
    }

    // The columns as Arrow's, once rows were looked at.
    public static Schema SchemaOf<TRow>(IReadOnlyList<RowMember<TRow>> members) =>
        new([.. members.Select(static member => new Field(member.Name, member.Type, nullable: true))], null);

    private static RowMember<TRow> Make<TRow>(MemberInfo member, Type type)
    {
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        if (value.IsEnum)
        {
            return OfTexts(member.Name, MemberGetters.OfEnum<TRow>(member, type));
        }

        return CellKinds.Find(value, new Use<TRow>(member, isNullable: value != type))
            ?? throw new PlanException(
                $"{TypeText.Of(typeof(TRow))}.{member.Name} is {TypeText.Of(type)}, which no column is made of; project the rows to members that can be: rows.Select(r => new {{ r.Time, … }}). {CellKinds.Known}");
    }

    private static RowMember<TRow, string> OfTexts<TRow>(string name, MemberGetter<TRow, string?> get) => new(
        name,
        (rows, values, nulls) =>
        {
            for (int row = 0; row < rows.Length; row++)
            {
                values[row] = nulls.Keep(get(ref rows[row]), row);
            }
        },
        CellKinds.Text);

    private sealed class Use<TRow>(MemberInfo member, bool isNullable) : ICellUse<RowMember<TRow>>
    {
        public RowMember<TRow> OfTexts(CellKind<string> kind) => RowMembers.OfTexts(member.Name, MemberGetters.Of<TRow, string?>(member));

        public RowMember<TRow> OfValues<TValue>(CellKind<TValue> kind)
            where TValue : struct
        {
            if (isNullable)
            {
                MemberGetter<TRow, TValue?> getNullable = MemberGetters.Of<TRow, TValue?>(member);
                return new RowMember<TRow, TValue>(member.Name, (rows, values, nulls) => FillNullable(getNullable, rows, values, nulls),
                    kind);
            }

            MemberGetter<TRow, TValue> get = MemberGetters.Of<TRow, TValue>(member);
            return new RowMember<TRow, TValue>(member.Name, (rows, values, _) => Fill(get, rows, values), kind);
        }

        private static void Fill<TValue>(MemberGetter<TRow, TValue> get, Span<TRow> rows, Span<TValue> values)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                values[row] = get(ref rows[row]);
            }
        }

        private static void FillNullable<TValue>(MemberGetter<TRow, TValue?> get, Span<TRow> rows, Span<TValue> values, CellNulls nulls)
            where TValue : struct
        {
            for (int row = 0; row < rows.Length; row++)
            {
                values[row] = nulls.Keep(get(ref rows[row]), row);
            }
        }
    }
}
