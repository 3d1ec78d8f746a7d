using System.Text.Json;

namespace TelemetryEngine;

// Reads the steps of a plan's JSON that look at other rows: those of another input, and those around.
internal static class LaterStepReader
{
    private const string ColumnName = "a column's name";

    private static readonly string[] JoinMembers = ["step", "kind", "on", "input"];

    public static UnionStep ReadUnion(JsonElement json, string path) => new() { Input = Input(new PlanObject(json, path, "step", "input")) };

    public static JoinStep ReadJoin(JsonElement json, string path)
    {
        PlanObject step = new(json, path, [.. JoinMembers, "many"]);
        return new JoinStep { Input = Input(step), Kind = Kind(step), On = On(step), Many = step.Flag("many") ?? false };
    }

    public static AsofJoinStep ReadAsofJoin(JsonElement json, string path)
    {
        PlanObject step = new(json, path, [.. JoinMembers, "time", "otherTime", "direction", "tolerance"]);
        return new AsofJoinStep
        {
            Input = Input(step),
            Kind = Kind(step),
            On = On(step),
            Time = step.Text("time", ColumnName),
            OtherTime = step.Text("otherTime", ColumnName),
            Direction = step.Text("direction", "\"before\", \"after\" or \"nearest\"")!,
            Tolerance = step.Text("tolerance", "a length of time, such as \"15m\""),
        };
    }

    public static ValidJoinStep ReadValidJoin(JsonElement json, string path)
    {
        PlanObject step = new(json, path, [.. JoinMembers, "time", "from", "to"]);
        return new ValidJoinStep
        {
            Input = Input(step),
            Kind = Kind(step),
            On = On(step),
            Time = step.Text("time", ColumnName),
            From = step.Text("from", ColumnName)!,
            To = step.Text("to", ColumnName)!,
        };
    }

    public static OverStep ReadOver(JsonElement json, string path)
    {
        PlanObject step = new(json, path, "step", "per", "by", "columns");
        return new OverStep
        {
            Per = step.Texts("per", ColumnName),
            By = step.List("by", PlanStepReader.ReadSortColumn),
            Columns = step.List("columns", static (item, place) =>
            {
                PlanObject column = new(item, place, "function", "arguments", "frame", "as");
                return new OverColumn
                {
                    Function = column.NeededText("function", "a function's name, such as \"lag\""),
                    Arguments = column.Texts("arguments", "an expression or a number, in quotes"),
                    Frame = column.Text("frame", "\"past\", \"all\", \"5 rows\" or \"1h\"")!,
                    As = column.NeededText("as", "a name"),
                };
            }),
        };
    }

    public static PivotStep ReadPivot(JsonElement json, string path)
    {
        PlanObject step = new(json, path, "step", "names", "values", "per", "columns", "most");
        return new PivotStep
        {
            Names = step.NeededText("names", ColumnName),
            Values = step.NeededText("values", ColumnName),
            Per = step.Texts("per", ColumnName),
            Columns = step.Texts("columns", "a value that gets a column"),
            Most = (int)Math.Min(step.Whole("most", 1) ?? PivotStep.MostByDefault, int.MaxValue),
        };
    }

    private static Plan Input(PlanObject step) => step.NeededObject("input", "a plan", PlanReader.ReadPlan);

    private static string Kind(PlanObject step) => step.Text("kind", "\"inner\", \"left\", \"semi\" or \"anti\"")!;

    private static IReadOnlyList<JoinKey> On(PlanObject step) => step.List("on", static (item, path) =>
    {
        PlanObject key = new(item, path, "column", "other");
        return new JoinKey(key.NeededText("column", ColumnName), key.Text("other", ColumnName));
    });
}
