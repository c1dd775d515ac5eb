using System.Text.Json;

namespace SalesforceJwt.LocalOrg.CommandLine;

/// <summary>Tells where a server can be reached, and keeps its certificate as a file until the server ends.</summary>
internal sealed class Announcement : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("localorg-");

    public Announcement(LocalOrgServer server)
    {
        var certificatePath = Path.Combine(directory.FullName, "server.crt");
        File.WriteAllText(certificatePath, server.ServerCertificate.ExportCertificatePem());
        Text = JsonSerializer.Serialize(new
        {
            httpUrl = server.HttpUrl.ToString().TrimEnd('/'),
            httpsUrl = server.HttpsUrl.ToString().TrimEnd('/'),
            certificatePath,
        });
    }

    /// <summary>The line of JSON.</summary>
    public string Text { get; }

    /// <summary>Writes the line to a file, which appears with its whole content.</summary>
    public void WriteTo(string path)
    {
        var unfinished = path + ".part";
        File.WriteAllText(unfinished, Text + "\n");
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
