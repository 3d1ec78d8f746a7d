using System.Text.Json.Nodes;
using TelemetryEngine.Testing;

namespace TelemetryEngine.Attack;

/// <summary>Plans from strangers: any value in any place of the JSON is a result or one of the defined errors.</summary>
public sealed class PlanJsonTests
{
    private const long MemoryBytes = 50_000_000;

    private static readonly string[] Values =
    [
        "null", "-1", "0", "1e308", "9223372036854775807", "true", "\"\"", "[]", "{}", "[null]", "[[[[]]]]", "\"*\"", "\"NaN\"", "\"1us\"", "\"-1h\"", "\"99999999999999y\"", "\"1mo\"", "\"k\"",
        "\"(((((((((((((((((((((1\"", "\"ts\"", "\"\\u0000\"", "\"\\u001b[2J\"", "\"quantile\"", "\"session\"", "\"cumulative\"", "\"linear\"", "\"9999-12-31\"", "\"Europe/../../etc/passwd\"",
    ];

    [Fact]
    public void Any_member_may_be_anything() => Campaign.Run(400, 60_000, static seed =>
    {
        Random random = new(seed);
        using TemporaryFile file = new(Readings.Csv(Readings.Make(random, 40, odd: false)));
        Plan plan = RandomPlan.Make(random) with { Source = new SourcePlan { Paths = [file.Path], Declared = [.. Readings.Schema.Select(static column => new SchemaColumn(column.Name, column.Type))] } };
        string text = "";
        try
        {
            plan = random.Next(2) == 0 ? Telemetry.FromPlan(plan).ToPlan() : plan;
            JsonNode json = JsonNode.Parse(plan.ToJson())!;
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(json, random);
            }

            text = json.ToJsonString();
            Pipeline pipeline = Telemetry.FromPlan(Plan.FromJson(text));
            RunOutcome.Of(pipeline.With(new RunOptions { Threads = 2, MemoryBytes = MemoryBytes }));
        }
        catch (PlanException)
        {
            // a plan that is refused is what most of them are
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(text, e);
        }
    });

    private static void Change(JsonNode json, Random random)
    {
        List<(JsonNode Parent, object Place)> places = [];
        Collect(json, places);
        if (places.Count == 0)
        {
            return;
        }

        (JsonNode parent, object place) = places[random.Next(places.Count)];
        JsonNode? value = JsonNode.Parse(Values[random.Next(Values.Length)]);
        if (place is int index)
        {
            ((JsonArray)parent)[index] = value;
        }
        else if (random.Next(8) == 0)
        {
            ((JsonObject)parent).Remove((string)place);
        }
        else
        {
            ((JsonObject)parent)[(string)place] = value;
        }
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, object Place)> places)
    {
        if (node is JsonObject members)
        {
            foreach ((string name, JsonNode? member) in members)
            {
                // where a plan reads is its user's business, and it may read any file
                if (name != "paths")
                {
                    places.Add((node, name));
                    Collect(member, places);
                }
            }
        }
        else if (node is JsonArray items)
        {
            for (int i = 0; i < items.Count; i++)
            {
                places.Add((node, i));
                Collect(items[i], places);
            }
        }
    }
}
