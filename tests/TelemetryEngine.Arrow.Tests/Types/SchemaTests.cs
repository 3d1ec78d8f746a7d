namespace TelemetryEngine.Arrow.Tests.Types;

public sealed class SchemaTests
{
    private static readonly ArrowType[] Types = [.. Samples.Schema.FieldsList.Select(field => field.DataType), StringType.Default];

    [Fact]
    public void Types_are_equal_when_their_parameters_are()
    {
        Assert.Equal(new TimestampType(TimeUnit.Nanosecond, "UTC"), new TimestampType(TimeUnit.Nanosecond, "UTC"));
        Assert.Equal(new TimestampType(TimeUnit.Second, ""), new TimestampType(TimeUnit.Second));
        Assert.NotEqual(new TimestampType(TimeUnit.Second, "UTC"), new TimestampType(TimeUnit.Second));
        Assert.NotEqual(new TimestampType(TimeUnit.Second), new TimestampType(TimeUnit.Millisecond));
        Assert.Equal(new DictionaryType(Int32Type.Default, StringType.Default, false), DictionaryType.Default);
        Assert.NotEqual(new DictionaryType(Int32Type.Default, StringType.Default, true), DictionaryType.Default);
        Assert.Throws<ArgumentException>(() => new DictionaryType(DoubleType.Default, StringType.Default, false));
        Assert.Equal(12, Types.Distinct().Count());
    }

    [Fact]
    public void Types_have_readable_names() => Assert.Equal(
        "bool int32 int64 float double timestamp[s] timestamp[ms, Europe/Berlin] timestamp[us, UTC] timestamp[ns, +02:00] utf8 "
        + "dictionary<int32, utf8> dictionary<int32, utf8, ordered> utf8",
        string.Join(' ', Types.Select(type => type.ToString())));

    [Fact]
    public void Fields_and_schemas_are_equal_when_all_their_parts_are()
    {
        Dictionary<string, string> ab = new() { ["a"] = "1", ["b"] = "2" };
        Dictionary<string, string> ba = new() { ["b"] = "2", ["a"] = "1" };
        Field field = new("x", Int32Type.Default, true, ab);
        Assert.Equal(field, new Field("x", Int32Type.Default, true, ba));
        Assert.Equal(field.GetHashCode(), new Field("x", Int32Type.Default, true, ba).GetHashCode());
        Field[] others =
        [
            new("y", Int32Type.Default, true, ab), new("x", Int64Type.Default, true, ab), new("x", Int32Type.Default, false, ab),
            new("x", Int32Type.Default), new("x", Int32Type.Default, true, new Dictionary<string, string> { ["a"] = "1", ["b"] = "3" }),
        ];
        Assert.All(others, other => Assert.NotEqual(field, other));
        Assert.All(others, other => Assert.NotEqual(new Schema([field]), new Schema([other])));
        Assert.Equal(new Schema([field], ab), new Schema([field], ba));
        Assert.NotEqual(new Schema([field], ab), new Schema([field]));
        Assert.NotEqual(new Schema([field]), new Schema([field, field]));
    }

    [Fact]
    public void A_name_finds_its_first_field()
    {
        Schema schema = new([new Field("a", Int32Type.Default), new Field("b", Int32Type.Default), new Field("a", Int64Type.Default)]);
        Assert.Equal(0, schema.GetFieldIndex("a"));
        Assert.Equal(1, schema.GetFieldIndex("b"));
        Assert.Equal(-1, schema.GetFieldIndex("A"));
        Assert.Equal(Int32Type.Default, schema.GetFieldByName("a")!.DataType);
        Assert.Null(schema.GetFieldByName("c"));
    }
}
