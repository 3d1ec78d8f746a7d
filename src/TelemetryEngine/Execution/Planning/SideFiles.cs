using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Execution.Planning;

// The files that functions of expressions read: each once for a run, when the plan is bound. All expressions of plans are read here.
internal sealed class SideFiles(RunOptions options, MemoryBudget? budget = null)
{
    private readonly RunOptions _options = options with { RejectsPath = null, Progress = null, Inputs = null, ShowsTime = false };
    private readonly MemoryBudget _budget = budget ?? new MemoryBudget(options.MemoryBytes);
    private readonly Dictionary<string, SideFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Function, string Path, string? Holidays, string? Region), object> _tables = [];

    // The names of those that were read.
    public IReadOnlyCollection<string> Paths => _files.Keys;

    // Reads an expression, and the files in it.
    // throws PlanException: The text is none, or a file is no table that its function can use.
    // throws InputException: A file can't be read.
    public ExpressionNode Parse(string text) => Opened(Expression.Parse(text));

    private ExpressionNode Opened(ExpressionNode node)
    {
        if (node is not CallNode call)
        {
            return node;
        }

        ExpressionNode[] arguments = [.. call.Arguments.Select(Opened)];
        if (FileFunctions.IsOne(call.Name))
        {
            arguments[1] = new TableNode(arguments[1], Table(call));
        }
        else if (arguments.SequenceEqual(call.Arguments, ReferenceEqualityComparer.Instance))
        {
            return call;
        }

        return new CallNode(call.Name, arguments, call.At);
    }

    private object Table(CallNode call)
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
