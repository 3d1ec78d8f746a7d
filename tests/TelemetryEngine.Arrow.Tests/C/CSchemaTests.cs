using System.Runtime.InteropServices;
using TelemetryEngine.Arrow.C;

namespace TelemetryEngine.Arrow.Tests.C;

/// <summary>Types, fields and schemas through structs of the C data interface.</summary>
public sealed unsafe class CSchemaTests
{
    public static TheoryData<int, string> Types => AllTypes.Names();

    public static TheoryData<string, string> Formats => new()
    {
        { "n", "null" }, { "b", "bool" }, { "c", "int8" }, { "C", "uint8" }, { "L", "uint64" }, { "e", "halffloat" }, { "g", "double" },
        { "d:19,10", "decimal128(19, 10)" }, { "d:9,2,32", "decimal32(9, 2)" }, { "d:20,-3", "decimal128(20, -3)" }, { "d:76,38,256", "decimal256(76, 38)" },
        { "vz", "binary_view" }, { "vu", "utf8_view" }, { "U", "large_utf8" }, { "w:42", "fixed_size_binary[42]" },
        { "tdD", "date32" }, { "tdm", "date64" }, { "ttm", "time32[ms]" }, { "ttn", "time64[ns]" }, { "tDu", "duration[us]" }, { "tin", "interval[month_day_nano]" },
        { "tsn:", "timestamp[ns]" }, { "tss:Europe/Berlin", "timestamp[s, Europe/Berlin]" }, { "+s", "struct<>" }, { "+us:", "sparse_union<>" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_field_comes_back_equal_and_is_released(int index, string name)
    {
        Dictionary<string, string> metadata = new() { ["unit"] = "°C", ["empty"] = "", ["\0"] = "zero\0s" };
        Field field = new($"Zähler {name}", AllTypes.All.ElementAt(index), index % 2 == 0, index % 3 == 0 ? null : metadata);
        CArrowSchema* schema = CArrowSchema.Create();
        CArrowSchemaExporter.ExportField(field, schema);
        Assert.Equal(field, CArrowSchemaImporter.ImportField(schema));
        Assert.True(schema->release == null);
        CArrowSchemaExporter.ExportType(field.DataType, schema);
        Assert.Equal(field.DataType, CArrowSchemaImporter.ImportType(schema));
        CArrowSchema.Free(schema);
    }

    [Fact]
    public void A_schema_comes_back_equal()
    {
        Schema schema = new([.. AllTypes.All.Select((type, i) => new Field($"c{i}", type, i % 2 == 0))], new Dictionary<string, string> { ["k"] = "v" });
        CArrowSchema* target = CArrowSchema.Create();
        CArrowSchemaExporter.ExportSchema(schema, target);
        Assert.Equal(schema, CArrowSchemaImporter.ImportSchema(target));
        CArrowSchemaExporter.ExportType(Int8Type.Default, target);
        Assert.Contains("a schema is a struct, not int8", Assert.Throws<ArgumentException>(() => CArrowSchemaImporter.ImportSchema(target)).Message, StringComparison.Ordinal);
        Assert.True(target->release == null);
        CArrowSchema.Free(target);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Formats_are_those_of_the_specification(string format, string name)
    {
        CArrowSchema* schema = WithFormat(format);
        ArrowType type = CArrowSchemaImporter.ImportType(schema);
        Assert.Equal(name, type.Name);
        CArrowSchemaExporter.ExportType(type, schema);
        Assert.Equal(format, Marshal.PtrToStringUTF8((nint)schema->format));
        Assert.Equal(2, schema->flags);
        CArrowSchema.Free(schema);
    }

    [Theory]
    [InlineData("")]
    [InlineData("q")]
    [InlineData("+vl")]
    [InlineData("+vL")]
    [InlineData("+l")]
    [InlineData("+r")]
    [InlineData("+m")]
    [InlineData("+w:3")]
    [InlineData("+ud:0")]
    [InlineData("+us:x")]
    [InlineData("+ux:")]
    [InlineData("w:")]
    [InlineData("w:-1")]
    [InlineData("w:99999999999")]
    [InlineData("d:0,1")]
    [InlineData("d:39,1")]
    [InlineData("d:10,1,32")]
    [InlineData("d:10,1,48")]
    [InlineData("d:10")]
    [InlineData("tsx:")]
    [InlineData("tss")]
    [InlineData("tdd")]
    public void Unknown_formats_are_refused_and_released(string format)
    {
        CArrowSchema* schema = WithFormat(format);
        string message = Assert.Throws<ArrowFormatException>(() => CArrowSchemaImporter.ImportField(schema)).Message;
        Assert.Contains($"'{format}'", message, StringComparison.Ordinal);
        Assert.True(schema->release == null);
        CArrowSchema.Free(schema);
    }

    [Fact]
    public void Malformed_structs_are_refused()
    {
        Refused("null", null);
        CArrowSchema* schema = CArrowSchema.Create();
        Refused("already released", schema);

        byte* held = Exported()->format;
        schema->format = null;
        Refused("'x' has no format", schema);
        NativeMemory.Free(held);

        Exported()->n_children = -1;
        schema->dictionary = null;
        Refused("-1 children", schema);

        Exported()->n_children = 1;
        CArrowSchema** children = schema->children;
        schema->children = null;
        schema->release = &ReleaseNothing;
        Refused("1 children at null", schema);
        schema->children = children;
        schema->release = &ReleaseNothing;
        CArrowSchema* child = children[0];
        children[0] = null;
        Refused("child 0 of 'x' is null", schema);
        children[0] = child;
        CArrowSchema.Free(child);
        children[0] = CArrowSchema.Create();
        schema->release = &ReleaseNothing;
        Refused("child 0 of 'x' is already released", schema);
        CArrowSchema.Free(children[0]);
        NativeMemory.Free(schema);

        CArrowSchema* Exported()
        {
            CArrowSchemaExporter.ExportField(new Field("x", new ListType(new Field("item", Int8Type.Default))), schema);
            return schema;
        }

        static void Refused(string text, CArrowSchema* schema) =>
            Assert.Contains(text, Assert.Throws<ArgumentException>(() => CArrowSchemaImporter.ImportField(schema)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_was_moved_outlives_its_parent()
    {
        CArrowSchema* schema = CArrowSchema.Create();
        CArrowSchemaExporter.ExportField(new Field("x", new ListType(new Field("item", new ListType(new Field("leaf", Int8Type.Default))))), schema);
        CArrowSchema moved = *schema->children[0];
        schema->children[0]->release = null;
        schema->release(schema);
        Assert.True(schema->release == null);
        CArrowSchema.Free(schema);
        Assert.Equal("item: list<leaf: int8>", CArrowSchemaImporter.ImportField(&moved).ToString());
        Assert.True(moved.release == null);
    }

    private static CArrowSchema* WithFormat(string format)
    {
        CArrowSchema* schema = CArrowSchema.Create();
        CArrowSchemaExporter.ExportField(new Field("x", new StructType([])), schema);
        NativeMemory.Free(schema->format);
        schema->format = NativeText.Allocate(format);
        return schema;
    }

    [UnmanagedCallersOnly]
    private static void ReleaseNothing(CArrowSchema* schema) => schema->release = null;
}
