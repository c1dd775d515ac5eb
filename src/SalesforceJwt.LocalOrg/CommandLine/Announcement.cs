using System.Text.Json.Nodes;

namespace SalesforceJwt.LocalOrg.CommandLine;

/// <summary>Tells where a server can be reached and how it is administered, and keeps its certificate as a file until the server ends.</summary>
internal sealed class Announcement : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("localorg-");
    private readonly JsonObject ready;

    public Announcement(LocalOrgServer server)
    {
        var certificatePath = Path.Combine(directory.FullName, "server.crt");
        File.WriteAllText(certificatePath, server.ServerCertificate.ExportCertificatePem());
        ready = new JsonObject
        {
            ["httpUrl"] = server.HttpUrl.ToString().TrimEnd('/'),
            ["httpsUrl"] = server.HttpsUrl.ToString().TrimEnd('/'),
            ["certificatePath"] = certificatePath,
        };
        Text = ready.ToJsonString();
        ready["adminKey"] = server.AdminKey;
    }

    /// <summary>The line of JSON for the output, which often ends in a log that others can read: without the key.</summary>
    public string Text { get; }

    /// <summary>Writes the line and the key to a file, which appears with its whole content, and which only its owner can read.</summary>
    public void WriteTo(string path)
    {
        var unfinished = path + ".part";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(unfinished, options))
        {
            writer.WriteLine(ready.ToJsonString());
        }

        File.Move(unfinished, path, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            directory.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Something else tidied the temporary directory up.
        }
    }
}
