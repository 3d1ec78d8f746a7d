using TelemetryEngine.Aggregates;
using TelemetryEngine.Expressions;
using TelemetryEngine.Fills;
using TelemetryEngine.Formats;
using TelemetryEngine.Quoting;
using TelemetryEngine.Windows;

namespace TelemetryEngine;

/// <summary>
/// What plans can name, for help pages, menus and checks: the windows, aggregates, fills and functions that there are, and the formats
/// that are read and written.
/// </summary>
public static class Catalog
{
    /// <summary>The kinds of window, by <see cref="WindowPlan.Kind"/>.</summary>
    public static IReadOnlyList<CatalogEntry> Windows =>
        field ??= [.. WindowCatalog.All.Select(static window => Of(window.Name, Message.Of($"{window.Example}"), window.Description))];

    /// <summary>The aggregates, by <see cref="AggregatePlan.Function"/>.</summary>
    public static IReadOnlyList<CatalogEntry> Aggregates =>
        field ??= [.. AggregateCatalog.All.Select(static aggregate => Of(aggregate.Name, aggregate.Signature, aggregate.Description))];

    /// <summary>
    /// The fills of windows without values, by <see cref="FillPlan.Mode"/>; a name in capitals stands for what is written there.
    /// </summary>
    public static IReadOnlyList<CatalogEntry> Fills =>
        field ??= [.. FillCatalog.All.Select(static fill => Of(fill.Name, fill.Name, fill.Description))];

    /// <summary>The operators and functions of expressions, operators first.</summary>
    public static IReadOnlyList<CatalogEntry> Functions =>
        field ??= [.. ExpressionFunction.All.Select(static function => Of(function.Name, function.Signature, function.Description))];

    /// <summary>The formats, by <see cref="WriteOptions.Format"/>.</summary>
    public static IReadOnlyList<FileFormat> Formats => field ??= [.. FormatCatalog.All.Select(FileFormat.Of)];

    /// <summary>
    /// The format that a file's name stands for by its end, also with <c>.gz</c> or <c>.br</c> behind it; null where it stands for none.
    /// Nothing is opened.
    /// </summary>
    /// <param name="path">The name.</param>
    public static FileFormat? FormatOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FormatCatalog.FindByPath(path) is { } match ? Formats.First(format => format.Name == match.Format.Name) : null;
    }

    private static CatalogEntry Of(string name, string usage, string description) => Of(name, new MessageText(usage), description);

    private static CatalogEntry Of(string name, MessageText usage, string description) => new(name, usage, description);
}

/// <summary>A line of a <see cref="Catalog"/>.</summary>
/// <param name="Name">The name in plans.</param>
/// <param name="Usage">How it is asked for: a call such as <c>quantile(x, p)</c>; of windows an example, which is a fix:
/// <c>Tumbling.Every("1h")</c>.</param>
/// <param name="Description">What it gives, in a line that begins in lower case and has no full stop.</param>
public sealed record CatalogEntry(string Name, MessageText Usage, string Description);

/// <summary>A format of files.</summary>
/// <param name="Name">Its name, as <see cref="WriteOptions.Format"/> takes it.</param>
/// <param name="Extensions">The ends of file names that mean it, with the dot, in lower case; the first is the usual one.</param>
/// <param name="Description">What it is, in a line that begins in lower case and has no full stop.</param>
/// <param name="CanRead">True when it can be an input.</param>
/// <param name="CanWrite">True when a result can be written in it.</param>
/// <param name="IsBinary">True when it is nothing for a terminal.</param>
/// <param name="PacksBuffers">True when it can pack its buffers one by one: <see cref="WriteOptions.Compression"/>.</param>
public sealed record FileFormat(
    string Name, IReadOnlyList<string> Extensions, string Description, bool CanRead, bool CanWrite, bool IsBinary, bool PacksBuffers)
{
    internal static FileFormat Of(Format format) => new(
        format.Name, format.Extensions, format.Description, format.CanRead, format.CanWrite, format.IsBinary, format.CanCompressBuffers);
}
