using System.IO.Enumeration;

namespace TelemetryEngine.Formats.Inputs;

// A name in a folder.
// IsFolder: True for a folder, and for a link to one.
// IsLink: True for a link to a folder.
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink);

// What is in folders. What can't be looked into is an error: files would be missed in silence.
internal static class FolderNames
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    // The names in a folder, sorted; none when there is no such folder.
    // throws InputException: It can't be looked into.
    public static IReadOnlyList<FolderEntry> In(string folder)
    {
        string shown = folder.Length == 0 ? "." : folder;
        if (FileIdentity.Of(shown).Nature is FileNature.Regular or FileNature.Special)
        {
            return [];
        }

        try
        {
            FileSystemEnumerable<FolderEntry> entries = new(SystemPath.Of(shown), Entry, All);
            return [.. entries.OrderBy(static entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantEnter(shown, error);
        }
    }

    // True for a file, a device, or a link that leads nowhere; false for a folder, and when nothing has the name.
    // throws InputException: The folder can't be looked into.
    public static bool IsFile(string path)
    {
        FileNature nature = FileIdentity.Of(path).Nature;
        if (nature != FileNature.Missing)
        {
            return nature != FileNature.Directory;
        }

        try
        {
            File.GetAttributes(SystemPath.Of(path));
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantEnter(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".", error);
        }
    }

    private static InputException CantEnter(string folder, Exception error)
    {
        string reason = error is UnauthorizedAccessException ? "permission denied" : error.Message;
        return new InputException(
            $"the folder '{folder}' can't be looked into ({reason}), so files in it would be missed; give yourself the right to (chmod u+rx), or name the other files without it", folder, inner: error);
    }

    private static FolderEntry Entry(ref FileSystemEntry entry)
    {
        bool isFolder = entry.IsDirectory;
        return new FolderEntry(entry.FileName.ToString(), isFolder, isFolder && (entry.Attributes & FileAttributes.ReparsePoint) != 0);
    }
}
