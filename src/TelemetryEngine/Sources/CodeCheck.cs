using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Sources;

/// <summary>Whether codes lie in their dictionary.</summary>
internal static class CodeCheck
{
    /// <summary>The first code that does not, as a part of a message; null where all do. Codes of null rows mean nothing.</summary>
    public static string? FaultOf(DictionaryArray codes)
    {
        int values = codes.Dictionary.Length;
        if (codes is { NullCount: 0, Indices: Int32Array whole } && values > 0 && RangeRun.AreBelow(whole.Values, values))
        {
            return null;
        }

        for (int row = 0; row < codes.Length; row++)
        {
            if (!codes.IsNull(row) && ArrowArrays.StoredCodeAt(codes.Indices, row) is var code && code >= (ulong)values)
            {
                return string.Create(null, $"code {(codes.Indices is UInt64Array ? code : (Int128)(long)code)} of row {row} lies outside its dictionary of {values} values");
            }
        }

        return null;
    }
}
