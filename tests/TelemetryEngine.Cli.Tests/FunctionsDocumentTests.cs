namespace TelemetryEngine.Cli.Tests;

public sealed class FunctionsDocumentTests
{
    [Fact]
    public void DocsSayWhatThereIsAndWhatItGives() => WrittenDocument.Check("functions.md", FunctionsDocument.Write(), nameof(FunctionsDocumentTests));
}
