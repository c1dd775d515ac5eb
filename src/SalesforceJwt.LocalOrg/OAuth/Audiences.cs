namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The <c>aud</c> values the org accepts: its own URLs, unless the options exclude them, and those added in the options.</summary>
internal sealed class Audiences(Org org)
{
    private string[] _own = [];

    /// <summary>Sets the ports on which the server listens.</summary>
    public void SetPorts(int httpPort, int httpsPort) => _own =
    [
        $"http://127.0.0.1:{httpPort}",
        $"http://localhost:{httpPort}",
        $"https://127.0.0.1:{httpsPort}",
        $"https://localhost:{httpsPort}",
    ];

    /// <summary>Whether the audience is accepted; a trailing slash is ignored.</summary>
    public bool Accepts(string audience) =>
        (org.Options.AcceptsOwnAudience ? _own : [])
            .Concat(org.Options.AcceptedAudiences)
            .Any(accepted => accepted.TrimEnd('/') == audience.TrimEnd('/'));
}
