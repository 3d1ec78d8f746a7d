using System.Globalization;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>A column of numbers or booleans. NaN is neither the smallest nor the largest unless there is nothing else.</summary>
internal sealed class ValueProfile<T>(Func<ArrowArray, int, T> read) : ColumnProfile
    where T : struct, IComparable<T>, IEquatable<T>
{
    private T? _min;
    private T? _max;

    public override string Min => Text(_min);

    public override string Max => Text(_max);

    protected override void Add(ArrowArray array, int row)
    {
        T value = read(array, row);
        if (_min is not { } min || IsNaN(min) || (value.CompareTo(min) < 0 && !IsNaN(value)))
        {
            _min = value;
        }

        if (_max is not { } max || IsNaN(max) || value.CompareTo(max) > 0)
        {
            _max = value;
        }
    }

    protected override string Text(ArrowArray array, int row) => Text(read(array, row));

    private static string Text(T? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsNaN(T value) => !value.Equals(value) || value is double.NaN;
}
