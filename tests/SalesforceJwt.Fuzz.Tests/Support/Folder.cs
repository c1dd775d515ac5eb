namespace SalesforceJwt.Fuzz.Tests.Support;

/// <summary>A folder for the files of this run, deleted when the process ends.</summary>
internal static class Folder
{
    private static readonly Lazy<string> Path = new(() =>
    {
        var path = Directory.CreateTempSubdirectory("sfjwt-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(path, recursive: true);
        return path;
    });

    public static string File(string name) => System.IO.Path.Combine(Path.Value, name);

    /// <summary>Writes an input as a file.</summary>
    public static string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }
}
