using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Execution.Planning;

// The files that functions of expressions read: each once for a run, when the plan is bound.
internal sealed class SideFiles(RunOptions options, MemoryBudget? budget = null)
{
    private readonly RunOptions _options = options with { RejectsPath = null, Progress = null, Inputs = null, ShowsTime = false };
    private readonly MemoryBudget _budget = budget ?? new MemoryBudget(options.MemoryBytes);
    private readonly Dictionary<string, SideFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Function, string Path, string? Holidays, string? Region), object> _tables = [];

    // The names of those that were read.
    public IReadOnlyCollection<string> Paths => _files.Keys;

    // What a call reads: a HolidayCalendar or a TariffPlan.
    // throws PlanException: A file is no table that the function can use.
    // throws InputException: A file can't be read.
    public object Table(CallNode call)
    {
        FileArguments said = FileFunctions.Arguments(call);
        if (!_tables.TryGetValue((call.Name, said.Path, said.Holidays, said.Region), out object? table))
        {
            SideFile file = File(said.Path, call.Name);
            table = call.Name == FileFunctions.IsHoliday
                ? HolidayReader.Read(file, said.Region)
                : TariffReader.Read(
                    file, said.Holidays is null ? null : HolidayReader.Read(File(said.Holidays, call.Name), said.Region));
            _tables.Add((call.Name, said.Path, said.Holidays, said.Region), table);
        }

        return table;
    }

    private SideFile File(string path, string function)
    {
        if (!_files.TryGetValue(path, out SideFile? file))
        {
            file = SideFile.Read(path, function, _options, _budget);
            _files.Add(path, file);
        }

        return file;
    }
}
