using System.Net;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>
/// Rejects requests for any host but this machine. A web page whose host name resolves to 127.0.0.1 (DNS rebinding) would have the same
/// origin as the org and could read its data.
/// </summary>
internal sealed class HostMiddleware(Org org)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next) => IsKnown(context.Request.Host.Host)
        ? next(context)
        : Json.WriteErrorAsync(
            context,
            StatusCodes.Status421MisdirectedRequest,
            "MISDIRECTED_REQUEST",
            $"LocalOrg answers for localhost, loopback addresses, and the hosts in its settings, not for '{context.Request.Host}'.");

    private bool IsKnown(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address))
            || org.Options.LoginHosts.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(org.Options.InstanceUrl, UriKind.Absolute, out var url)
                && url.Host.Equals(name, StringComparison.OrdinalIgnoreCase));
}
