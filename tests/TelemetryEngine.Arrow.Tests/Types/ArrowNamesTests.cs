using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Tests.Types;

public sealed class ArrowNamesTests
{
    private static readonly IArrowType[] Types = [.. Samples.Schema.FieldsList.Select(field => field.DataType), StringType.Default];

    [Fact]
    public void Types_are_the_same_when_their_parameters_are()
    {
        TimestampType seconds = new(TimeUnit.Second, (string?)null);
        Assert.True(ArrowNames.AreSame(new TimestampType(TimeUnit.Nanosecond, "UTC"), new TimestampType(TimeUnit.Nanosecond, "UTC")));
        Assert.True(ArrowNames.AreSame(new TimestampType(TimeUnit.Second, ""), seconds));
        Assert.False(ArrowNames.AreSame(new TimestampType(TimeUnit.Second, "UTC"), seconds));
        Assert.False(ArrowNames.AreSame(seconds, new TimestampType(TimeUnit.Millisecond, (string?)null)));
        Assert.True(ArrowNames.AreSame(new DictionaryType(Int32Type.Default, StringType.Default, false), AllTypes.TextCodes));
        Assert.False(ArrowNames.AreSame(new DictionaryType(Int32Type.Default, StringType.Default, true), AllTypes.TextCodes));
        Assert.Equal(12, Types.Select(ArrowNames.Of).Distinct().Count());
        IArrowType[] all = [.. AllTypes.All];
        Assert.All(all, (type, i) => Assert.Equal([i], Enumerable.Range(0, all.Length).Where(other => ArrowNames.AreSame(type, all[other]))));
    }

    [Fact]
    public void Types_have_readable_names() => Assert.Equal(
        "bool int32 int64 float double timestamp[s] timestamp[ms, Europe/Berlin] timestamp[us, UTC] timestamp[ns, +02:00] utf8 "
        + "dictionary<int32, utf8> dictionary<int32, utf8, ordered> utf8",
        string.Join(' ', Types.Select(ArrowNames.Of)));

    [Fact]
    public void Fields_are_told_apart_by_name_type_and_nullability_and_schemas_by_metadata_too()
    {
        Dictionary<string, string> ab = new() { ["a"] = "1", ["b"] = "2" };
        Dictionary<string, string> ba = new() { ["b"] = "2", ["a"] = "1" };
        Field field = new("x", Int32Type.Default, true, ab);
        Assert.Equal(ArrowNames.Of(field), ArrowNames.Of(new Field("x", Int32Type.Default, true)));
        Assert.Equal(Samples.Text(field), Samples.Text(new Field("x", Int32Type.Default, true, ba)));
        Field[] others = [new("y", Int32Type.Default, true, ab), new("x", Int64Type.Default, true, ab), new("x", Int32Type.Default, false, ab)];
        Assert.All(others, other => Assert.NotEqual(ArrowNames.Of(field), ArrowNames.Of(other)));
        others = [.. others, new("x", Int32Type.Default, true), new("x", Int32Type.Default, true, new Dictionary<string, string> { ["a"] = "1", ["b"] = "3" })];
        Assert.All(others, other => Assert.NotEqual(Samples.Text(field), Samples.Text(other)));
        Assert.All(others, other => Assert.NotEqual(Samples.Text(new Field("l", new ListType(field), true)), Samples.Text(new Field("l", new ListType(other), true))));
        Assert.Equal(Samples.Text(new Schema([field], ab)), Samples.Text(new Schema([field], ba)));
        Assert.NotEqual(Samples.Text(new Schema([field], ab)), Samples.Text(new Schema([field], null)));
        Assert.NotEqual(Samples.Text(new Schema([field], null)), Samples.Text(new Schema([field, field], null)));
    }
}
