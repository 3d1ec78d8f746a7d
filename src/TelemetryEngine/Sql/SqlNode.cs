using System.Collections;
using System.Runtime.CompilerServices;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// A part of a statement, as it was written: not yet tied to tables or columns. Equal when the same was written, wherever it stood.
// At: Where it begins.
internal abstract record SqlNode(SourceAt At)
{
    public virtual bool Equals(SqlNode? other) => other is not null && other.EqualityContract == EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();
}

// Makes lists of parts.
internal static class SqlList
{
    public static SqlList<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}

// Parts in their order, equal to others part by part.
[CollectionBuilder(typeof(SqlList), nameof(SqlList.Of))]
internal sealed class SqlList<T>(T[] items) : IReadOnlyList<T>, IEquatable<SqlList<T>>
{
    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(SqlList<T>? other) => other is not null && items.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as SqlList<T>);

    public override int GetHashCode() => items.Aggregate(items.Length, HashCode.Combine);

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
