using SalesforceJwt.LocalOrg.OAuth;

namespace SalesforceJwt.LocalOrg.Audit;

/// <summary>The login history: sign-ins that succeeded, and those of known users that failed.</summary>
internal sealed class LoginLog(Org org)
{
    private const string Unknown = "Unknown";
    private const string NotAvailable = "N/A";

    /// <summary>Adds a sign-in to an app.</summary>
    public void Add(HttpRequest request, OrgUser user, ConnectedApp? app, string status) =>
        Add(request, user, "Remote Access 2.0", app?.Name ?? NotAvailable, status);

    /// <summary>Adds a log-in on the login page.</summary>
    public void AddBrowser(HttpRequest request, OrgUser user, string status) => Add(request, user, "Application", "Browser", status);

    /// <summary>Adds a sign-in that failed, if its user is known.</summary>
    public void AddFailure(HttpRequest request, OAuthException failure)
    {
        if (failure is { User: { } user, LoginStatus: { } status })
        {
            Add(request, user, SignInChecks.AppOf(request), status);
        }
    }

    private void Add(HttpRequest request, OrgUser user, string type, string application, string status) => org.Records.Insert(
        org.Schema.LoginHistory,
        record =>
        {
            record["UserId"] = user.Id;
            record["LoginTime"] = org.Now;
            record["LoginType"] = type;
            record["SourceIp"] = request.HttpContext.Connection.RemoteIpAddress?.MapToIPv4().ToString();
            record["LoginUrl"] = request.Host.Host;
            record["TlsProtocol"] = request.IsHttps ? "TLS 1.3" : Unknown;
            record["Browser"] = record["Platform"] = Unknown;
            record["Status"] = status;
            record["Application"] = application;
            record["ClientVersion"] = record["ApiType"] = record["ApiVersion"] = NotAvailable;
        });
}
