using System.Text.Json;
using Apache.Arrow;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Formats.NdJson;

public sealed class NdJsonWriterTests
{
    [Fact]
    public void EveryKindAndEveryKindOfValue()
    {
        Assert.Equal(
            """
            {"at":"2024-01-01T00:00:00.000Z","on":true,"small":7,"large":-9223372036854775808,"single":0.1,"value":0.1,"note":"plain","device":"meter-1"}
            {"at":"2024-01-01T00:00:00.500Z","on":false,"small":-2147483648,"large":9223372036854775807,"single":0,"value":0,"note":"","device":"größe"}
            {"at":null,"on":null,"small":null,"large":null,"single":null,"value":null,"note":null,"device":null}
            {"at":"1969-12-31T23:59:59.000Z","on":true,"small":0,"large":-1,"single":"NaN","value":"-Infinity","note":"say \"hi\", ok\n|x","device":"meter-1"}

            """,
            WriterRun.Fitted("ndjson", SampleBatch.Make()));
    }

    [Fact]
    public void AnyTextComesBackThroughAJsonReader() => Prop.ForAll(
        Gen.Choose(0, 0x2FF).Select(code => ((char)code).ToString()).ArrayOf().Select(string.Concat).ToArbitrary(),
        text =>
        {
            string line = WriterRun.Text("ndjson", new WriterOptions(), SampleBatch.OfOne(text, new StringArray.Builder().Append(text).Build()));
            using JsonDocument document = JsonDocument.Parse(line);
            JsonProperty property = document.RootElement.EnumerateObject().Single();
            return property.Name == text && property.Value.GetString() == text && line.IndexOf('\n', StringComparison.Ordinal) == line.Length - 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void BytesThatAreNoUtf8BecomeReplacementCharacters() => Assert.Equal(
        "{\"x\":\"a\ufffdb\"}\n",
        WriterRun.Text("ndjson", new WriterOptions(), SampleBatch.OfOne("x", new StringArray.Builder().Append([(byte)'a', 0xFF, (byte)'b']).Build())));

    [Fact]
    public void NoRowsAreNoLines() =>
        Assert.Equal("", WriterRun.Text("ndjson", new WriterOptions(), SampleBatch.OfOne("x", new Int64Array.Builder().Build())));
}
