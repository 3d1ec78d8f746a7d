using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.ArrowIpc;

namespace TelemetryEngine.Tests.Formats.ArrowIpc;

public sealed class ArrowIpcWriterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_type_that_can_not_be_written_is_an_error_that_names_the_column(bool isFile)
    {
        foreach (IArrowType type in (IArrowType[])[new UnreadableType("struct<>", buffers: 1), new ListType(new UnreadableType("struct<>", buffers: 1)), new Time32Type(TimeUnit.Nanosecond)])
        {
            Schema schema = new([new Field("power", DoubleType.Default, nullable: true), new Field("odd", type, nullable: true)], null);
            PlanException error = Assert.Throws<PlanException>(() => isFile
                ? ArrowIpcWriter.ForFile(Stream.Null, schema, new WriterOptions())
                : ArrowIpcWriter.ForStream(Stream.Null, schema, new WriterOptions()));
            Assert.Equal($"column '{(type is ListType ? "item" : "odd")}' of type {ArrowNames.Of(type is ListType list ? list.ValueDataType : type)} can't be written", error.Message);
        }
    }
}
