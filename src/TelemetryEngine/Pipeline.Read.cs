using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Apache.Arrow.Ipc;
using TelemetryEngine.Execution;
using TelemetryEngine.Records;

namespace TelemetryEngine;

// The ways to read a result other than by its batches.
public sealed partial class Pipeline
{
    /// <summary>
    /// Runs the pipeline and makes a record of each row, while they are asked for. Rows that are not aggregated come while the input is
    /// read, in its order.
    /// </summary>
    /// <inheritdoc cref="Table.ToRecords{T}" path="/typeparam|/remarks"/>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="PlanException">The plan does not fit the input, or a member has no column or one of another kind.</exception>
    /// <exception cref="InputException">The input can't be read, or has a row that can't be.</exception>
    /// <exception cref="RunException">A result does not fit its type, or the states do not fit the memory.</exception>
    /// <exception cref="InvalidOperationException">A value is null and its member takes no null, or it is beyond the member's type. The
    /// message names the column, the row, from 1 on, and the member.</exception>
    public IEnumerable<T> ToRecords<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors
        | DynamicallyAccessedMemberTypes.PublicProperties)] T>(CancellationToken cancellation = default)
    {
        using BatchCursor batches = new(Open(cancellation), cancellation);
        RecordReader<T> reader = new(batches.Schema);
        long firstRow = 0;
        while (batches.Next() is { } batch)
        {
            using (batch)
            {
                reader.Bind(batch, firstRow);
                for (int row = 0; row < batch.Length; row++)
                {
                    yield return reader.Read(row);
                }

                firstRow += batch.Length;
            }
        }
    }

    /// <summary>The result as a stream of Apache.Arrow, for whatever takes one, also by the C data interface. The inputs are looked at
    /// here, for the schema; the run begins with the first batch and goes on while batches are read, on other threads than the reader's.
    /// Disposing the stream ends the run and gives its memory back, but for batches that were read: each is the reader's to
    /// dispose.</summary>
    /// <param name="cancellation">Ends the run. So does the one that a batch is asked for with.</param>
    /// <exception cref="PlanException">The plan does not fit the input.</exception>
    /// <exception cref="InputException">The input can't be read; a row that can't be is known when its batch is read.</exception>
    public IArrowArrayStream ToArrowStream(CancellationToken cancellation = default) =>
        new ResultStream(new BatchCursor(Open(cancellation), cancellation));

    /// <summary>
    /// The result for what reads databases, such as <c>DataTable.Load</c> and bulk copies: forward only, one result, no schema table
    /// (null). The inputs are looked at here, for names and types; the run begins with the first row or <see cref="DbDataReader.HasRows"/>,
    /// and closing the reader ends it.
    /// </summary>
    /// <remarks>
    /// Timestamps are <c>DateTime</c> in UTC, and of <see cref="DateTimeKind.Unspecified"/> where the column names no zone; dates are
    /// <c>DateOnly</c>, durations <c>TimeSpan</c>. NaN is a value, null is <see cref="DBNull"/>. <c>GetFieldValue</c> knows the types of
    /// <see cref="Table.Values{T}"/>, and <c>GetInt64</c> of a time is the count of its unit since 1970. Getters throw
    /// <see cref="InvalidCastException"/> where the column is nothing of the kind, and <see cref="InvalidOperationException"/> for a null
    /// and for a value beyond the type. A row's values are gone with the next.
    /// </remarks>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="PlanException">The plan does not fit the input.</exception>
    /// <exception cref="InputException">The input can't be read; a row that can't be is known when it is read.</exception>
    public DbDataReader ToDataReader(CancellationToken cancellation = default) =>
        new ResultDataReader(new BatchCursor(Open(cancellation), cancellation));
}
