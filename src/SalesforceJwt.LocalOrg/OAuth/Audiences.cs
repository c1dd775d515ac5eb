namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The <c>aud</c> values the org accepts: its own URLs by address and by name unless it is told not to, and those added to the org.</summary>
internal sealed class Audiences(Org org)
{
    private string[] own = [];

    /// <summary>Tells on which ports the server listens.</summary>
    public void SetPorts(int httpPort, int httpsPort) => own =
    [
        $"http://127.0.0.1:{httpPort}",
        $"http://localhost:{httpPort}",
        $"https://127.0.0.1:{httpsPort}",
        $"https://localhost:{httpsPort}",
    ];

    /// <summary>A slash at the end means the same.</summary>
    public bool Accepts(string audience) =>
        (org.AcceptsOwnAudience ? own : []).Concat(org.AcceptedAudiences).Any(accepted => accepted.TrimEnd('/') == audience.TrimEnd('/'));
}
