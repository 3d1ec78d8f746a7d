using TelemetryEngine.Quoting;

namespace TelemetryEngine.Sources;

// The policy that a message about a row ends with, where no option reads the row rightly. It helps where a few rows are broken; where most
// rows fail, the file is read wrongly, and leaving them out would only hide that. So what ends with one of these is a proposal, and who
// knows the share of such rows takes it back.
internal static class RowRemedy
{
    // The policy that leaves rows out.
    public static readonly Fix SkipRow = Fix.OnError.With("skip");

    // The row is left out.
    public static readonly MessageText Skip = Message.Of($"; {SkipRow} leaves such rows out");

    // The field is read as null. Never for what looks like a number or a time in another notation: it has a value.
    public static readonly MessageText Null = Message.Of($"; {Fix.OnError.With("null")} reads it as null");

    // What is proposed for a field that is not of its type: a text without a digit holds no value, one with digits may.
    public static MessageText For(ReadOnlySpan<byte> text) => text.ContainsAnyInRange((byte)'0', (byte)'9') ? Skip : Null;

    // The message without its proposal.
    public static MessageText Without(MessageText error) => error.Without(Skip) ?? error.Without(Null) ?? error;
}
