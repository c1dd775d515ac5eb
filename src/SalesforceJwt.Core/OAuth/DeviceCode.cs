using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>A device code and what the user does with it (RFC 8628 section 3.2).</summary>
internal sealed class DeviceCode
{
    // RFC 8628 section 3.2: seconds, if the server sends none.
    private const long DefaultInterval = 5;

    private DeviceCode(string code, string userCode, Uri verificationUrl, TimeSpan interval)
    {
        Code = code;
        UserCode = userCode;
        VerificationUrl = verificationUrl;
        Interval = interval;
    }

    /// <summary>The short code that the user types.</summary>
    public string UserCode { get; }

    /// <summary>Where the user types it.</summary>
    public Uri VerificationUrl { get; }

    /// <summary>How long to wait between two polls.</summary>
    public TimeSpan Interval { get; }

    /// <summary>Identifies the request when this machine polls; a secret.</summary>
    internal string Code { get; }

    /// <summary>Reads the JSON; null if a required field is missing.</summary>
    internal static DeviceCode? Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonText.Parse(json);
        var root = document.RootElement;
        return root.Text("device_code") is { Length: > 0 } code
            && root.Text("user_code") is { Length: > 0 } userCode
            && Uri.TryCreate(root.Text("verification_uri"), UriKind.Absolute, out var url)
            && url.Scheme is "https" or "http"
            ? new DeviceCode(code, userCode, url, TimeSpan.FromSeconds(Math.Clamp(root.Number("interval") ?? DefaultInterval, 1, 60)))
            : null;
    }
}
