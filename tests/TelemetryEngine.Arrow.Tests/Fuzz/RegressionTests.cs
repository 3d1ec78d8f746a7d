using TelemetryEngine.Arrow.Tests.Memory;

namespace TelemetryEngine.Arrow.Tests.Fuzz;

/// <summary>Inputs that once did harm, or were made to: the files of the folder Regressions, .arrow or .arrows.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class RegressionTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Regressions")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_read_or_refused_by_every_door(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Regressions", name));
        FuzzInput input = new(name.EndsWith(".arrow", StringComparison.Ordinal), bytes);
        using ReaderFuzzer fuzzer = new(seed: 0);
        bool isRead = fuzzer.Attempt(input, Door.Memory);
        Assert.Equal(isRead, fuzzer.Attempt(input, Door.SeekableStream));
        Assert.Equal(isRead, fuzzer.Attempt(input, input.IsFile ? Door.Path : Door.Pipe));
        bool isReadInPart = fuzzer.Attempt(input, Door.Memory, Choice.Even);
        Assert.True(isReadInPart || !isRead);
        Assert.Equal(isReadInPart, fuzzer.Attempt(input, input.IsFile ? Door.Path : Door.Pipe, Choice.Even));
    }
}
