using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>A kind of column in the matrix: how its values come about, and how we make arrays of them.</summary>
/// <param name="Name">What it is called in the matrix and in the table of what peers can't read.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">A value that is not null, in a form that <see cref="NeutralText.Of(object?)"/> knows.</param>
/// <param name="Build">An array for each run of values; a null is a null row.</param>
/// <param name="StreamOnly">True when an Arrow file can't hold several batches of it.</param>
internal sealed record ColumnKind(
    string Name, ArrowType Type, Func<SeededValues, object> Value, Func<IReadOnlyList<object?[]>, ArrowArray[]> Build, bool StreamOnly = false)
{
    /// <summary>A kind whose batches have nothing to do with each other.</summary>
    public static ColumnKind Of(string name, ArrowType type, Func<SeededValues, object> value, Func<object?[], ArrowArray> build) =>
        new(name, type, value, runs => [.. runs.Select(build)]);

    /// <summary>A kind whose values lie in a buffer, one after the other.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="builder">Makes a builder.</param>
    /// <param name="random">Makes any value.</param>
    /// <param name="edges">Values that go wrong easily.</param>
    public static ColumnKind Primitive<T, TArray>(
        string name, ArrowType type, Func<PrimitiveArrayBuilder<T, TArray>> builder, Func<SeededValues, T> random, params T[] edges)
        where T : unmanaged
        where TArray : PrimitiveArray<T> =>
        Of(name, type, values => values.Mixed(random, edges), run =>
        {
            PrimitiveArrayBuilder<T, TArray> rows = builder();
            foreach (object? value in run)
            {
                _ = value is T present ? rows.Append(present) : rows.AppendNull();
            }

            return rows.Build();
        });
}
