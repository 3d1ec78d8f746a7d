namespace Samples;

/// <summary>What a program offers to those who use it comes from the catalogue.</summary>
public static class Menus
{
    public static IEnumerable<string> Aggregates =>
        Catalog.Aggregates.Select(static aggregate => $"{aggregate.Usage}: {aggregate.Description}");

    public static string SaveAs => string.Join('|', Catalog.Formats.Where(static format => format.CanWrite)
        .Select(static format => $"{format.Description}|*{string.Join(";*", format.Extensions)}"));

    public static Table Chosen(string path, string aggregates) => Telemetry.Read(path).Aggregate([.. Parse(aggregates)]).ToTable();
}
