using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Sources;
using TelemetryEngine.Sources.Rows;

namespace TelemetryEngine;

/// <summary>Where a pipeline begins: what is read. Nothing is opened before the pipeline runs.</summary>
public static partial class Telemetry
{
    /// <summary>
    /// The name of the <see cref="System.Diagnostics.ActivitySource"/> and the <see cref="System.Diagnostics.Metrics.Meter"/>: a run is an
    /// activity <c>telemetry.run</c>, and adds to <c>telemetry.rows.read</c>, <c>telemetry.rows.rejected</c>, <c>telemetry.bytes.read</c>,
    /// <c>telemetry.bytes.spilled</c> (counters) and <c>telemetry.run.duration</c> (histogram, seconds).
    /// </summary>
    public const string SourceName = "TelemetryEngine";

    /// <summary>
    /// Files of any format that can be read, told by their first bytes and not by their names: delimited text, Arrow files and streams,
    /// NEM12, each also compressed. All must have the same format and columns. The pipeline can run any number of times, but for paths that
    /// are no files, such as <c>-</c>, which is standard input.
    /// </summary>
    /// <remarks>A run ends in an <see cref="InputException"/> where a file is something else, which is named, or where the files have two
    /// formats.</remarks>
    public static Pipeline Read(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new Pipeline(new Plan { Source = new SourcePlan { Paths = paths } }, new PipelineInput(TellsFormat: true));
    }

    /// <summary>Delimited text: CSV, TSV, also compressed (<c>.gz</c>, <c>.br</c>). Several files must agree in their header.</summary>
    public static Pipeline ReadCsv(params string[] paths) => ReadCsv(paths, new TextPlan());

    /// <summary>Delimited text, with what must be said about it.</summary>
    public static Pipeline ReadCsv(IReadOnlyList<string> paths, TextPlan text)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(text);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "csv", Paths = paths, Text = text } });
    }

    /// <summary>
    /// Delimited text that the program holds, such as a file's contents or a server's answer. The pipeline can run any number of times.
    /// </summary>
    /// <exception cref="PlanException">The text is given an encoding, which a string has no longer.</exception>
    public static Pipeline ReadCsvText(string csv, TextPlan? text = null)
    {
        ArgumentNullException.ThrowIfNull(csv);
        if (text?.Encoding is { } encoding)
        {
            throw new PlanException($"the text is a string already, so it has no encoding; leave out {encoding}");
        }

        Plan plan = new() { Source = new SourcePlan { Format = "csv", Paths = ["-"], Text = text ?? new TextPlan() } };
        return new Pipeline(plan, new PipelineInput(Text: Encoding.UTF8.GetBytes(csv)));
    }

    /// <summary>Delimited text from a pipe, a socket or anything else that fills one. The pipeline can run once.</summary>
    public static Pipeline ReadCsv(PipeReader reader, TextPlan? text = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Plan plan = new() { Source = new SourcePlan { Format = "csv", Paths = ["-"], Text = text ?? new TextPlan() } };
        return new Pipeline(plan, new PipelineInput(reader));
    }

    /// <summary>NEM12 files: interval data of Australian meters, with the columns time, nmi, suffix, register, serial, unit, value and
    /// quality. Times are the starts of intervals (where windows are closed right, their ends), and days are the market's (UTC+10) unless
    /// the pipeline names a zone.</summary>
    public static Pipeline ReadNem12(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "nem12", Paths = paths } });
    }

    /// <summary>Arrow files and streams.</summary>
    public static Pipeline ReadArrow(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "arrow", Paths = paths } });
    }

    /// <summary>
    /// An Arrow stream from a pipe, a socket or anything else that fills one. The pipeline can run once; the pipe stays the caller's to
    /// complete.
    /// </summary>
    public static Pipeline ReadArrow(PipeReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "arrow", Paths = ["-"] } }, new PipelineInput(reader));
    }

    /// <summary>
    /// Record batches that the program already holds. They must not change, nor be disposed, while the pipeline runs, and stay the
    /// program's. The pipeline can run any number of times.
    /// </summary>
    /// <remarks>
    /// The first batch names the columns, and the others must have the same. Of the columns that the pipeline uses, lengths, buffers,
    /// offsets and codes are checked before they are read: what is wrong with one is an <see cref="InputException"/> of the run that names
    /// batch and column.
    /// </remarks>
    public static Pipeline From(IReadOnlyList<RecordBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Of(new HeldBatches(batches));
    }

    /// <summary>
    /// Record batches that come one after the other, such as those of a server's answer. The pipeline can run once: a second run is an
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <remarks>
    /// A run, or <see cref="Pipeline.ToPlan"/>, waits for the first batch, which names the columns; where there is none it ends in a
    /// <see cref="PlanException"/>. Waiting blocks a thread of the run, and its cancellation is the enumerator's. Batches are checked as
    /// those of a list are. They are not disposed, and must not be before the run has ended.
    /// </remarks>
    public static Pipeline From(IAsyncEnumerable<RecordBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Of(BatchStream.Of(batches));
    }

    /// <summary>
    /// The record batches of a stream: a reader of Apache.Arrow, a driver of ADBC, or what came through the C stream interface. The
    /// pipeline can run once: a second run is an <see cref="InvalidOperationException"/>. The run disposes each batch when it was read, but
    /// for those with dictionaries, which batches share, and the stream at its end; a stream that no run has begun to read stays the
    /// caller's.
    /// </summary>
    /// <remarks>Waiting for a batch blocks a thread of the run, and its cancellation is the stream's. Batches are checked as those of a
    /// list are.</remarks>
    public static Pipeline From(IArrowArrayStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Of(BatchStream.Of(stream));
    }

    /// <summary>
    /// Objects as rows: each public property that can be read, and each public field, is a column of its name. A collection can be run any
    /// number of times, and is enumerated anew each time; another sequence can be run once, and a second run is an
    /// <see cref="InvalidOperationException"/>. Rows must not change while the pipeline runs.
    /// </summary>
    /// <remarks>
    /// <para>Columns come in the order of declaration, properties first. <c>bool</c>; <c>sbyte byte short ushort int</c> as int32; <c>uint
    /// long ulong</c> as int64; <c>float</c> and <c>double</c>, whose NaN are values; <c>decimal</c>, exactly; <c>string char Guid</c> and
    /// the names of enums as text; <see cref="DateTime"/> and <see cref="DateTimeOffset"/> as timestamps of nanoseconds;
    /// <see cref="DateOnly"/> as dates; <see cref="TimeSpan"/> as durations of nanoseconds. Nullable members and strings that are null are
    /// null.</para>
    /// <para>The first <see cref="DateTime"/> of a member that is not null says what all of them are: instants in UTC
    /// (<see cref="DateTimeKind.Utc"/> and <see cref="DateTimeKind.Local"/>), or times without a zone
    /// (<see cref="DateTimeKind.Unspecified"/>), which the pipeline's time zone reads. A decimal column has as many fraction digits as the
    /// value with most of them: of a collection, all are looked at; of another sequence, the first 16,384.</para>
    /// <para>A row that is null, an integer beyond int64, a time outside the years 1677 to 2262, a time of the other kind, and a decimal
    /// with more digits are <see cref="InputException"/>s of the run that name row and member. What a property or the sequence throws ends
    /// the run as it is.</para>
    /// </remarks>
    /// <exception cref="PlanException">The type has no such members, or one of a type that no column is made of.</exception>
    public static Pipeline From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties
        | DynamicallyAccessedMemberTypes.PublicFields)] T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows switch
        {
            IReadOnlyList<RecordBatch> batches => From(batches),
            IEnumerable<RecordBatch> batches => Of(BatchStream.Of(batches)),
            _ => Of(new ObjectInput<T>(rows)),
        };
    }

    /// <summary>
    /// Arrays as columns: of the types that members of rows may have, nullable ones too. They must not change while the pipeline runs; it
    /// can run any number of times. <c>double[] float[] long[] int[]</c> are read where they lie, without a copy.
    /// </summary>
    /// <exception cref="PlanException">There is no column, or one of values that no column is made of.</exception>
    /// <exception cref="ArgumentException">The arrays are not equally long, or one has several dimensions.</exception>
    public static Pipeline From(params (string Name, Array Values)[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Of(new ColumnInput(columns));
    }

    /// <summary>
    /// The rows of a database's reader, from the one that <see cref="DbDataReader.Read"/> gives next. Columns are of the types that members
    /// of rows may have, as <see cref="DbDataReader.GetFieldType"/> says; <see cref="DBNull"/> is null. The pipeline can run once: a second
    /// run is an <see cref="InvalidOperationException"/>. The reader stays the caller's to dispose, after the run.
    /// </summary>
    /// <remarks>
    /// Columns are looked at when a run begins: bytes, and other types that no column is made of, are a <see cref="PlanException"/>.
    /// Decimals have as many fraction digits as the first 16,384 rows show; more in a later row, and what else the reader does not give,
    /// are <see cref="InputException"/>s that name row and column.
    /// </remarks>
    public static Pipeline From(DbDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Of(new ReaderInput(reader));
    }

    /// <summary>
    /// The files that a name or a pattern stands for, to be given to <see cref="Read"/>: a file of that very name, else those that match.
    /// </summary>
    /// <param name="pattern">A name; or a pattern with <c>*</c>, <c>?</c> and <c>[a-z]</c> within names, and <c>**</c> for folders of any
    /// depth; <c>-</c> is standard input and stands for itself.</param>
    /// <returns>The names, sorted by their bytes, each once. Hidden files match only a pattern that begins with a dot.</returns>
    /// <exception cref="PlanException">The name is that of a folder, or the pattern matches nothing.</exception>
    /// <exception cref="InputException">There is no such file, and the message suggests a name that is near; or a folder can't be looked
    /// into, so that files would be missed.</exception>
    public static IReadOnlyList<string> FindFiles(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return InputNames.Find(pattern);
    }

    /// <summary>
    /// The format of a file by its first bytes, unpacked: <c>arrow</c> for Arrow files and streams, and <c>csv</c> for all else, as it is
    /// text or nothing that can be read. What can be read only once, such as a FIFO, is not looked at and taken for text.
    /// </summary>
    /// <param name="path">The file; <c>-</c> is standard input.</param>
    /// <param name="standardInput">For <c>-</c> a stream that still has the bytes that were looked at, to be given to
    /// <see cref="RunOptions.StandardInput"/>; else null.</param>
    /// <exception cref="InputException">The file can't be read, or standard input is closed.</exception>
    public static string FormatOf(string path, out Stream? standardInput)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        InputFiles files = new();
        (string format, standardInput) = FoundFormat.Of([path], files, ProcessInput.Open);
        files.Close();
        return format;
    }

    /// <summary>A stored plan.</summary>
    /// <exception cref="PlanException">The plan reads from memory, which a stored plan can't.</exception>
    public static Pipeline FromPlan(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return ReadsMemory(plan)
            ? throw new PlanException("the plan reads batches from a program's memory; only that program can run it")
            : new Pipeline(plan);
    }

    // a plan that a step holds is read too
    private static bool ReadsMemory(Plan plan) =>
        plan.Source.Format == "memory" || plan.Steps.OfType<InputStep>().Any(static step => ReadsMemory(step.Input));

    private static Pipeline Of(BatchInput batches) =>
        new(new Plan { Source = new SourcePlan { Format = "memory" } }, new PipelineInput(Batches: batches));
}
