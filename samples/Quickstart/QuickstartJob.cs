using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Quickstart;

/// <summary>The five steps, done by the module in PowerShell or by Core.</summary>
internal sealed class QuickstartJob
{
    private const string AdminApp = "PlatformCLI";
    private const string AppName = "ci";
    private const string AdminUsername = "ann@acme.test";
    private const string Username = "ci@acme.test";
    private const string Soql = "SELECT Name, Email FROM Contact ORDER BY Name LIMIT 3";

    private readonly string _folder;
    private readonly string _url;
    private readonly Uri _callbackUrl;
    private readonly SimulatedAdministrator _administrator = new(AdminUsername);

    /// <summary>Prepares the org: an administrator and a user. The app is made by the steps.</summary>
    /// <param name="server">The org.</param>
    /// <param name="folder">The folder for key and certificate.</param>
    public QuickstartJob(LocalOrgServer server, string folder)
    {
        _folder = folder;
        _url = server.HttpUrl.GetLeftPart(UriPartial.Authority);
        server.Org.Users.Add(AdminUsername);
        server.Org.Users.Add(Username);

        // At a free port, since the default of browser sign-ins may be in use on this machine.
        _callbackUrl = new UriBuilder(AppOptions.DefaultCallbackUrl) { Port = FreePort() }.Uri;
        server.Org.Apps.Find(AdminApp)!.CallbackUrls.Add(_callbackUrl.OriginalString);
    }

    /// <summary>Runs quickstart.ps1 in PowerShell, which shows each command and its output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunModuleAsync(PowerShellCommand powerShell)
    {
        var script = Path.Combine(Repository.Root, "samples", "Quickstart", "quickstart.ps1");
        var browserFile = Path.Combine(_folder, "browser.txt");
        var info = powerShell.StartInfo(
            _folder,
            "-File", script, "-Module", Repository.Module, "-LoginUrl", _url, "-Username", Username, "-Query", Soql,
            "-CallbackPort", FormattableString.Invariant($"{_callbackUrl.Port}"), "-BrowserFile", browserFile);
        info.Environment["SF_PROFILE_PATH"] = Path.Combine(_folder, "profiles.json");
        using var process = Process.Start(info)!;
        try
        {
            await BrowseAsync(browserFile, process);
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Does the same through SalesforceJwt.Core.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunLibraryAsync()
    {
        Step(
            1,
            "Sign in as an administrator (here a simulated one, at a simulated browser)",
            "SfSession.SignInAsync(new WebServerFlow(client, signIn))");
        using var admin = await SignInAsAdminAsync();
        Show($"{AdminUsername} (user {admin.Current.UserId}) at {_url}");

        Step(2, "Make the app that scripts sign in through", "new AppRegistration(session, options, keys, …).RunAsync()");
        var files = CertificateFiles.In(_folder, AppName, withPfx: false);
        var app = await RegisterAsync(admin, files);
        Show($"{files.KeyPath}\nConsumer key {app.ConsumerKey![..20]}...");

        Step(
            3,
            "Sign in as its user, from now on without a browser",
            "SfSession.SignInAsync(new JwtBearerFlow(clientId, username, key, url))");
        var flow = new JwtBearerFlow(app.ConsumerKey!, Username, PrivateKeyReader.FromFile(files.KeyPath), LoginUrl.Parse(_url));
        using var session = await SfSession.SignInAsync(flow);
        Show($"{session.Username} (user {session.Current.UserId}) at {_url}");

        Step(4, "Take the token, for any other tool", "session.Token");
        Show($"Authorization: {session.Token.TokenType} {session.Token.AccessToken[..6]}{Redaction.Mask}");

        Step(5, "Query, and create a record", "session.Rest.SendAsync");
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<AppState> RegisterAsync(SfSession admin, CertificateFiles files)
    {
        var observer = new QuickstartRegistration();
        var registration = new AppRegistration(
            admin,
            new AppOptions { Name = AppName, AddUsers = [Username] },
            new AppKeyFiles(AppName, files, password: [], observer),
            observer);
        var (app, outcome) = await registration.RunAsync(CancellationToken.None);
        Show(string.Join('\n', outcome.Changes));
        return app!;
    }

    private async Task<SfSession> SignInAsAdminAsync()
    {
        var browsing = Task.CompletedTask;
        var signIn = new WebSignIn
        {
            CallbackUrl = _callbackUrl,
            Show = (url, _) => browsing = _administrator.SignInAsync(url),
        };
        var session = await SfSession.SignInAsync(new WebServerFlow(new OAuthClient(LoginUrl.Parse(_url), AdminApp), signIn));
        await browsing;
        return session;
    }

    /// <summary>Plays the browser for the script, which leaves the URL in a file.</summary>
    private async Task BrowseAsync(string file, Process process)
    {
        while (!File.Exists(file))
        {
            if (process.HasExited)
            {
                return;
            }

            await Task.Delay(50);
        }

        await _administrator.SignInAsync(new Uri(await File.ReadAllTextAsync(file)));
    }
}
