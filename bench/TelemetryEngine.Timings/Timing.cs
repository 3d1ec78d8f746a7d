using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelemetryEngine.Timings;

/// <summary>What is measured, as the runner reads it.</summary>
/// <param name="Seconds">The time of each query, pass or statement.</param>
/// <param name="Items">The rows of the result, the bytes that came out, or the steps of the plan.</param>
internal sealed record Timing(IReadOnlyList<double> Seconds, long Items)
{
    public override string ToString() => JsonSerializer.Serialize(this, TimingsJson.Default.Timing);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Timing))]
[JsonSerializable(typeof(Job))]
internal sealed partial class TimingsJson : JsonSerializerContext;
