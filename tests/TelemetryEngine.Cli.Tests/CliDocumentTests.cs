namespace TelemetryEngine.Cli.Tests;

public sealed class CliDocumentTests
{
    [Fact]
    public void DocsSayWhatTheProgramDoes() => WrittenDocument.Check("cli.md", CliDocument.Write(), nameof(CliDocumentTests));
}
