using System.Globalization;
using System.Text;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Text;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats;

// The rows that were left out, as CSV: file,line,byte_offset,column,error,text.
internal static class RejectWriter
{
    // Writes the file, which appears when the caller commits it, together with the result.
    // rejects: The rows in the order of the input. A line that is not known is left empty.
    // files: The names of the inputs.
    // throws OutputException: It can't be written.
    public static OutputFile Write(string path, IEnumerable<Reject> rejects, IReadOnlyList<string> files)
    {
        OutputFile file = OutputFile.Create(path);
        try
        {
            Write(file.Stream, rejects, files);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static void Write(Stream stream, IEnumerable<Reject> rejects, IReadOnlyList<string> files)
    {
        using Utf8Output output = new(stream);
        CsvText text = new((byte)',');
        output.Append("file,line,byte_offset,column,error,text\n"u8);
        foreach (Reject reject in rejects)
        {
            AppendText(files[reject.File]);
            output.Append((byte)',');
            AppendNumber(reject.Line == 0 ? null : reject.Line);
            output.Append((byte)',');
            AppendNumber(reject.Position);
            foreach (string field in (ReadOnlySpan<string>)[reject.Column, reject.Error.ToString(), reject.Text])
            {
                output.Append((byte)',');
                AppendText(field);
            }

            output.Append((byte)'\n');
        }

        output.Flush();

        void AppendText(string value)
        {
            if (value.Length != 0)
            {
                text.Append(output, Encoding.UTF8.GetBytes(value));
            }
        }

        void AppendNumber(long? value) => output.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{value}")));
    }
}
