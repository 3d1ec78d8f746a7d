using System.Diagnostics.CodeAnalysis;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Records;

// Texts, and codes of texts. Equal texts of a dictionary are one string.
internal sealed class StringValues(Field field, Target target) : ColumnValues(field, target)
{
    private IArrowArray? _dictionary;
    private string?[] _texts = [];

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => typeof(string);

    public override void Bind(IArrowArray array, long firstRow)
    {
        base.Bind(array, firstRow);
        if (array is DictionaryArray coded && !ReferenceEquals(coded.Dictionary, _dictionary))
        {
            _dictionary = coded.Dictionary;
            _texts = new string?[coded.Dictionary.Length];
        }
    }

    public override Delegate? As(Type type) =>
        type == typeof(string) ? (Func<int, string>)Read
        : type == typeof(Guid)
            ? (Func<int, Guid>)(row => Guid.TryParse(Read(row), out Guid guid) ? guid : throw Misfit(row, $"'{Read(row)}'", "string"))
        : type.IsEnum
            ? (Func<int, object>)(row => Enum.TryParse(type, Read(row), ignoreCase: true, out object? value)
                ? value
                : throw Misfit(row, $"'{Read(row)}'", "string"))
        : null;

    private string Read(int row)
    {
        if (Array is not DictionaryArray coded)
        {
            return Encoding.UTF8.GetString(Array!.BytesAt(row));
        }

        ref string? text = ref _texts[coded.CodeAt(row)];
        return text ??= Encoding.UTF8.GetString(coded.BytesAt(row));
    }
}

// Bytes, copied.
internal sealed class BytesValues(Field field, Target target) : ColumnValues(field, target)
{
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => typeof(byte[]);

    public override Delegate? As(Type type) => type == typeof(byte[]) ? (Func<int, byte[]>)(row => Array!.BytesAt(row).ToArray()) : null;
}
