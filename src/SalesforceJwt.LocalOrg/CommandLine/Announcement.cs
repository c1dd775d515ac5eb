using System.Text.Json.Nodes;

namespace SalesforceJwt.LocalOrg.CommandLine;

/// <summary>The line of JSON for a server that is ready, and the file of its certificate, which is deleted at the end.</summary>
internal sealed class Announcement : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("localorg-");
    private readonly JsonObject _ready;

    public Announcement(LocalOrgServer server)
    {
        var certificatePath = Path.Combine(_directory.FullName, "server.crt");
        File.WriteAllText(certificatePath, server.ServerCertificate.ExportCertificatePem());
        _ready = new JsonObject
        {
            ["httpUrl"] = server.HttpUrl.ToString().TrimEnd('/'),
            ["httpsUrl"] = server.HttpsUrl.ToString().TrimEnd('/'),
            ["certificatePath"] = certificatePath,
        };
        Text = _ready.ToJsonString();
        _ready["adminKey"] = server.AdminKey;
    }

    /// <summary>The line for standard output. It omits the admin key: others can often read the log of a program.</summary>
    public string Text { get; }

    /// <summary>Writes the line with the admin key to a file that only its owner can read. A reader never sees half of it.</summary>
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
            writer.WriteLine(_ready.ToJsonString());
        }

        File.Move(unfinished, path, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Something else deleted the temporary directory.
        }
    }
}
