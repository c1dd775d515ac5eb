using System.Text.Json.Nodes;

namespace SalesforceJwt.LocalOrg.CommandLine;

/// <summary>Announces a server's addresses and its administration key, and keeps its certificate as a file until the server ends.</summary>
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

    /// <summary>The line of JSON for the output. It omits the key, since others can often read the log of a program.</summary>
    public string Text { get; }

    /// <summary>Writes the line and the key to a file that only its owner can read. The file appears with its whole content.</summary>
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
