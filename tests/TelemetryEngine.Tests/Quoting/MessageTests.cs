using TelemetryEngine.Quoting;

namespace TelemetryEngine.Tests.Quoting;

public sealed class MessageTests
{
    private const string Hostile = "a\e[2J\u202e\nforged";
    private const string Visible = @"a\x1b[2J\u{202e}\nforged";

    public static TheoryData<string, Func<string, Exception>> Exceptions => new()
    {
        { "plan", text => new PlanException(text) },
        { "plan in parts", text => new PlanException($"{text}", [new MessageText(text)]) },
        { "run", text => new RunException(text) },
        { "run in parts", text => new RunException($"{text}") },
        { "input", text => new InputException(text) },
        { "input in parts", text => new InputException($"{text}", text) },
        { "row", text => InputException.AtRow(text, 1, 2, text, new MessageText(text)) },
        { "row of a batch", text => InputException.AtRow(text, 1, text, new MessageText(text)) },
        { "output", text => OutputException.Because(text, text) },
        { "output of the system", text => OutputException.From(text, new IOException(text)) },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void NothingOfAStrangerGetsIntoAnExceptionRaw(string form, Func<string, Exception> make)
    {
        string message = make(Hostile).Message;
        Assert.Contains(Visible, message, StringComparison.Ordinal);
        Assert.True(VisibleText.Of(message) == message, form);
    }

    [Fact]
    public void OwnWordsStandAsTheyAre() =>
        Assert.Equal("two lines:\n  a\\nb, 1234.5 and 1,234", Message.Of($"two lines:\n  {"a\nb"}, {1234.5} and {1234:N0}").ToString());

    [Fact]
    public void NullIsNothing() => Assert.Equal("()", Message.Of($"({(string?)null}{(object?)null})").ToString());

    [Fact]
    public void AnErrorOfOursKeepsItsLines()
    {
        string foreign = "b\nc";
        PlanException error = new($"a\n{foreign}");
        Assert.Equal("a\nb\\nc\nd", new PlanException($"{error}\nd").Message);
    }
}
