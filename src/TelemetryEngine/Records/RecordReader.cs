using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Apache.Arrow;

namespace TelemetryEngine.Records;

// Makes records of the rows of a result: by a constructor, whose parameters are columns, and by the properties that can be set.
internal sealed class RecordReader<[DynamicallyAccessedMembers(Members)] T>
{
    // What is looked at of a record's type.
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;

    private readonly MemberColumns _columns;
    private readonly List<(int Column, ValueReader Reader)> _readers = [];
    private readonly ConstructorInvoker? _constructor;
    private readonly ValueReader?[] _arguments = [];
    private readonly object?[] _values = [];
    private readonly MemberSetter<T>[] _setters = [];
    private readonly ValueReader? _single;

    // throws PlanException: A member has no column, or one of another kind.
    public RecordReader(Schema schema)
    {
        _columns = new MemberColumns(schema);
        if (ValueReader.Reads(typeof(T)))
        {
            _single = schema.FieldsList.Count == 1
                ? Add(0, new Target(typeof(T)))
                : throw new PlanException(
                    $"a row of {schema.FieldsList.Count} columns is no {TypeNames.Of(typeof(T))}; take one of them by Values, or make records; the columns are {_columns.Names}");
            return;
        }

        ConstructorInfo? constructor = Choose();
        ParameterInfo[] parameters = constructor?.GetParameters() ?? [];
        _arguments = new ValueReader?[parameters.Length];
        _values = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            Target target = TargetOf(parameters[i].Name!, parameters[i].ParameterType);
            int column = Column(parameters[i].Name!, target);
            bool isLeftOut = column < 0 && parameters[i].HasDefaultValue;
            _values[i] = isLeftOut ? parameters[i].DefaultValue : null;
            _arguments[i] = isLeftOut ? null : Add(column, target);
        }

        // a struct without a constructor of its own begins as nothing but zeros
        _constructor = constructor is null ? null : ConstructorInvoker.Create(constructor);
        _setters = [.. Setters(parameters)];
    }

    // Takes the next batch.
    // firstRow: The number of rows before them.
    public void Bind(RecordBatch batch, long firstRow)
    {
        foreach ((int column, ValueReader reader) in _readers)
        {
            reader.Values.Bind(batch.Column(column), firstRow);
        }
    }

    // A row as a record.
    // throws InvalidOperationException: A member has no room for a null, or for a value.
    public T Read(int row)
    {
        if (_single is not null)
        {
            return _single.Read<T>(row);
        }

        T record = Make(row);
        foreach (MemberSetter<T> setter in _setters)
        {
            setter.Set(ref record, row);
        }

        return record;
    }

    private T Make(int row)
    {
        if (_constructor is null)
        {
            return default!;
        }

        for (int i = 0; i < _arguments.Length; i++)
        {
            _values[i] = _arguments[i] is { } reader ? reader.Boxed(row) : _values[i];
        }

        return (T)_constructor.Invoke(_values.AsSpan())!;
    }

    // the most parameters of which each has a column; where no constructor is like that, the one that says most about what is missing
    private ConstructorInfo? Choose()
    {
        ConstructorInfo[] all =
            typeof(T).IsAbstract
                ? []
                : [.. typeof(T).GetConstructors().OrderByDescending(static constructor => constructor.GetParameters().Length)];
        ConstructorInfo? fitting = all.FirstOrDefault(constructor => constructor.GetParameters().All(parameter =>
            parameter.HasDefaultValue || Column(parameter.Name!, TargetOf(parameter.Name!, parameter.ParameterType)) >= 0));
        return fitting ?? (typeof(T).IsValueType && !typeof(T).IsAbstract ? null : all.FirstOrDefault())
            ?? (typeof(T).IsValueType
                ? null
                : throw new PlanException($"{TypeNames.Of(typeof(T))} has no public constructor, so no records of it can be made"));
    }

    private IEnumerable<MemberSetter<T>> Setters(ParameterInfo[] parameters)
    {
        foreach (PropertyInfo property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            bool isArgument = parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (!isArgument && property.SetMethod is { IsPublic: true } setter && property.GetIndexParameters().Length == 0)
            {
                Target target = TargetOf(property.Name, property.PropertyType);
                yield return Add(Column(property.Name, target), target).SetterOf<T>(setter);
            }
        }
    }

    private ValueReader Add(int column, Target target)
    {
        if (column < 0)
        {
            throw new PlanException($"no column is {target.NameAndType}; the columns are {_columns.Names}");
        }

        ValueReader reader = _columns.Reader(column, target);
        _readers.Add((column, reader));
        return reader;
    }

    private int Column(string member, Target target) => _columns.Find(member, () => target.NameAndType);

    private static Target TargetOf(string member, Type type) => new(type, $"{TypeNames.Of(typeof(T))}.{member}");
}
