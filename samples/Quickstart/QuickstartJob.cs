using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Quickstart;

/// <summary>The four steps, done by the module in PowerShell or by Core.</summary>
internal sealed class QuickstartJob(ConnectedApp app, string username, LocalOrgServer server, string folder)
{
    private const string Soql = "SELECT Name, Email FROM Contact ORDER BY Name LIMIT 3";

    private string Url => server.HttpUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Runs quickstart.ps1 in PowerShell, which shows each command and its output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunModuleAsync(PowerShellCommand powerShell)
    {
        var script = Path.Combine(Repository.Root, "samples", "Quickstart", "quickstart.ps1");
        var info = powerShell.StartInfo(
            folder,
            "-File", script, "-Module", Repository.Module,
            "-ClientId", app.ConsumerKey, "-Username", username, "-LoginUrl", Url, "-Query", Soql);
        info.Environment["LOCALORG_ADMIN_KEY"] = server.AdminKey;
        using var process = Process.Start(info)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Does the same through SalesforceJwt.Core.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunLibraryAsync()
    {
        Step(1, "Make a key and a certificate", "SelfSignedCertificate.Create, CertificateFiles.Write");
        var files = CertificateFiles.In(folder, "quickstart", withPfx: false);
        using (var certificate = SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = "quickstart" }))
        {
            files.Write(certificate, password: default, overwrite: false);
            Show($"{files.CertificatePath}\n{files.KeyPath}\nSHA-256 {CertificateReader.Sha256Thumbprint(certificate)}");
        }

        app.Certificate = X509CertificateLoader.LoadCertificateFromFile(files.CertificatePath);
        Show("(The .crt is uploaded to the app, as an admin does in Setup.)");

        Step(2, "Sign in", "SfSession.SignInAsync(new JwtBearerFlow(clientId, username, key, loginUrl))");
        var flow = new JwtBearerFlow(app.ConsumerKey, username, PrivateKeyReader.FromFile(files.KeyPath), LoginUrl.Parse(Url));
        using var session = await SfSession.SignInAsync(flow);
        var current = session.Current;
        var instance = current.InstanceUrl.GetLeftPart(UriPartial.Authority);
        Show($"{session.Username} (user {current.UserId}, org {current.OrganizationId}) at {instance}");

        Step(3, "Take the token, for any other tool", "session.Token");
        Show($"Authorization: {session.Token.TokenType} {session.Token.AccessToken[..6]}{Redaction.Mask}");

        Step(4, "Query, and create a record, over REST", "session.Rest.SendAsync");
        var records = await SendAsync(session, new SfRequest { Uri = "query", Query = [new("q", Soql)] });
        var lines = records.GetProperty("records").EnumerateArray().Select(r => $"{r.GetProperty("Name")}  <{r.GetProperty("Email")}>");
        Show(string.Join('\n', lines));
        var created = await SendAsync(session, new SfRequest
        {
            Method = HttpMethod.Post,
            Uri = "sobjects/Contact",
            Content = RequestBody.FromBytes(Encoding.UTF8.GetBytes("""{ "LastName": "Quickstart" }"""), RequestBody.Json),
        });
        Show($"created {created.GetProperty("id")}");
        return created.GetProperty("success").GetBoolean() ? 0 : 1;
    }

    private static Task<JsonElement> SendAsync(SfSession session, SfRequest request) => session.Rest.SendAsync(
        request,
        static async (response, cancel) => JsonDocument.Parse(await response.ReadAllAsync(cancel)).RootElement);

    private static void Step(int number, string what, string how) => Console.WriteLine($"\n{number}. {what}\n   {how}");

    private static void Show(string text) => Console.WriteLine("     " + text.Replace("\n", "\n     ", StringComparison.Ordinal));
}
