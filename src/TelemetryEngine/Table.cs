using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using TelemetryEngine.Quoting;
using TelemetryEngine.Records;

namespace TelemetryEngine;

/// <summary>
/// A result: record batches of one schema in the result's order, and what the run met. Its memory belongs to the garbage collector. Who
/// runs queries one after the other may dispose each result before the next query: that finds its memory ready then, which for millions of
/// rows saves a large part of the time.
/// </summary>
public sealed class Table : IDisposable
{
    private readonly IReadOnlyList<RecordBatch> _batches;
    private bool _isDisposed;

    internal Table(Schema schema, IReadOnlyList<RecordBatch> batches, RunSummary summary)
    {
        Schema = schema;
        _batches = batches;
        RowCount = batches.Sum(static batch => (long)batch.Length);
        Summary = summary;
    }

    /// <summary>Names and types of the columns.</summary>
    public Schema Schema { get; }

    /// <summary>The rows.</summary>
    /// <exception cref="ObjectDisposedException">The table was disposed: its columns' memory may be another result's.</exception>
    public IReadOnlyList<RecordBatch> Batches
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _batches;
        }
    }

    /// <summary>The number of rows.</summary>
    public long RowCount { get; }

    /// <summary>What the run met.</summary>
    public RunSummary Summary { get; }

    /// <summary>The values of a column, as an array of its own that outlives the table.</summary>
    /// <typeparam name="T">
    /// The type wanted. Numbers: <c>double</c>, <c>float</c> (rounded), <c>decimal</c> (of a double its 15 leading digits), and integers of
    /// any width for columns of integers. Times: <c>DateTimeOffset</c>, with the offset that the column's zone has at that instant and none
    /// where it names no zone; <c>DateTime</c>, in UTC and of <see cref="DateTimeKind.Unspecified"/> where the column names no zone;
    /// <c>long</c>, the count of the column's unit since 1970. <c>DateOnly</c>, <c>TimeSpan</c> and <c>bool</c>. Texts: <c>string</c>,
    /// <c>Guid</c>, and enums by the names of their members, whatever their case. <c>byte[]</c>. <c>object</c> for what fits the column
    /// best. NaN and the infinities are values like others.
    /// </typeparam>
    /// <param name="column">The column's name, letter for letter.</param>
    /// <exception cref="ArgumentException">There is no such column, or its values are nothing of the kind.</exception>
    /// <exception cref="InvalidOperationException">A value is null and the type takes no null, as <c>double?</c>, <c>string</c> and
    /// <c>object</c> do; or it is beyond the type, as nanoseconds are that no tick of 100 ns shows. Nothing is rounded but fractions. The
    /// message names the column and the row, from 1 on.</exception>
    /// <exception cref="ObjectDisposedException">The table was disposed.</exception>
    public T[] Values<T>(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return TableValues.Of<T>(Schema, Batches, RowCount, column);
    }

    /// <summary>The rows as records, which outlive the table.</summary>
    /// <typeparam name="T">
    /// What a row becomes. A record, class or struct: of its public constructors the one with the most parameters that all have columns is
    /// called, and public properties that can be set or initialised, and are no parameter, are set. A member's column is the one of its
    /// name, whatever the case and whatever signs that are no letters or digits stand between: <c>avg_power_w</c> is <c>AvgPowerW</c>.
    /// Every member needs a column but parameters with a default; columns that no member takes are passed over. Or a single value where the
    /// result has one column, as <c>ToRecords&lt;double&gt;</c>. Types of members are those of <see cref="Values{T}"/>; a <c>string</c>
    /// takes nulls whether or not it says so.
    /// </typeparam>
    /// <remarks>A constructor with parameters is called by reflection, which puts each argument in a box: a row takes about half as much
    /// time again as by properties, which typed delegates set, and leaves garbage. Enums are put in boxes and looked up by their text for
    /// each row, which costs more than all other members together.</remarks>
    /// <exception cref="PlanException">A member has no column or one of another kind.</exception>
    /// <exception cref="InvalidOperationException">A value is null and its member takes no null, or it is beyond the member's type. The
    /// message names the column, the row, from 1 on, and the member.</exception>
    /// <exception cref="ObjectDisposedException">The table was disposed.</exception>
    public IReadOnlyList<T> ToRecords<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors
        | DynamicallyAccessedMemberTypes.PublicProperties)] T>()
    {
        IReadOnlyList<RecordBatch> batches = Batches;
        RecordReader<T> reader = new(Schema);
        List<T> records = new(checked((int)RowCount));
        foreach (RecordBatch batch in batches)
        {
            reader.Bind(batch, records.Count);
            for (int row = 0; row < batch.Length; row++)
            {
                records.Add(reader.Read(row));
            }
        }

        return records;
    }

    /// <summary>
    /// The first 20 rows in aligned columns, as the program shows them at a terminal, and how many more there are. Null is <c>null</c>.
    /// </summary>
    public override string ToString() => _isDisposed
        ? Message.Of($"a disposed table of {RowCount} rows: {string.Join(", ", Schema.FieldsList.Select(static field => field.Name))}")
            .ToString()
        : TablePreview.Of(Schema, _batches, RowCount);

    /// <summary>
    /// Gives the memory of the batches to results to come; an input's memory is not among it. No column of them may be looked at
    /// afterwards, nor anything that shares their memory, such as a query over the batches; <see cref="Batches"/> throws.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (RecordBatch batch in _batches)
        {
            batch.Dispose();
        }
    }
}
