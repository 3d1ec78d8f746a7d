using System.IO.Enumeration;

namespace TelemetryEngine.Formats.Inputs;

/// <summary>A name in a folder.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsFolder">True for a folder, and for a link to one.</param>
/// <param name="IsLink">True for a link to a folder.</param>
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink);

/// <summary>What is in folders. What can't be looked into is an error: files would be missed in silence.</summary>
internal static class FolderNames
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The names in a folder, sorted; none when there is no such folder.</summary>
    /// <exception cref="InputException">It can't be looked into.</exception>
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

    /// <summary>True for a file, a device, or a link that leads nowhere; false for a folder, and when nothing has the name.</summary>
    /// <exception cref="InputException">The folder can't be looked into.</exception>
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
        return new InputException($"the folder '{folder}' can't be looked into ({reason}), so files in it would be missed; give yourself the right to (chmod u+rx), or name the other files without it", folder, inner: error);
    }

    private static FolderEntry Entry(ref FileSystemEntry entry)
    {
        bool isFolder = entry.IsDirectory;
        return new FolderEntry(entry.FileName.ToString(), isFolder, isFolder && (entry.Attributes & FileAttributes.ReparsePoint) != 0);
    }
}
