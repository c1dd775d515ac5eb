using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Decides whether a token may be sent to the instance that came with it.</summary>
internal static class InstanceTrust
{
    /// <summary>
    /// Refuses an instance URL that must not receive the token. Requires https (http on this machine only). Allows Salesforce hosts, the
    /// login host, and hosts in the allow list.
    /// </summary>
    /// <param name="instanceUrl">The <c>instance_url</c> of the token response.</param>
    /// <param name="loginUrl">The login host that sent it.</param>
    /// <param name="allowedHosts">Hosts that the caller allows as well.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.InstanceUrlUntrusted"/>.</exception>
    public static void Require(Uri instanceUrl, Uri loginUrl, IReadOnlyCollection<string> allowedHosts)
    {
        var trusted = HostTrust.IsSalesforce(instanceUrl.Host)
            || string.Equals(instanceUrl.Host, loginUrl.Host, StringComparison.OrdinalIgnoreCase)
            || allowedHosts.Contains(instanceUrl.Host, StringComparer.OrdinalIgnoreCase);
        if (trusted && HostTrust.IsConfidential(instanceUrl))
        {
            return;
        }

        var origin = instanceUrl.GetLeftPart(UriPartial.Authority);
        throw trusted
            ? new SfException(
                SfErrorKind.InstanceUrlUntrusted,
                $"The login server {loginUrl.Authority} names the instance '{origin}', which is not https. The token was not sent there.",
                "Check the login URL: a real org's instance is always https.")
            : new SfException(
                SfErrorKind.InstanceUrlUntrusted,
                $"The login server {loginUrl.Authority} names the instance '{origin}', which is not a Salesforce host. The token "
                    + "was not sent there.",
                new Advice(
                    "Check the login URL. If that host is right (your own gateway, for example), allow it.",
                    NextStep.AllowInstanceHost,
                    instanceUrl.Host));
    }
}
