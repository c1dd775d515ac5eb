namespace SalesforceJwt.Core.Keys;

/// <summary>When to warn that a certificate expires, and what to do then.</summary>
internal static class CertificateEnd
{
    /// <summary>What to do.</summary>
    public static readonly Advice Advice = new(
        "Make a new one, upload its .crt to the app, and sign in with its .key.", NextStep.CreateCertificate);

    // An admin has to upload the new certificate, which takes time.
    private static readonly TimeSpan Warning = TimeSpan.FromDays(30);

    /// <summary>Whether a certificate has expired or will soon.</summary>
    /// <param name="end">Its end.</param>
    /// <param name="now">The present time.</param>
    public static bool IsNear(DateTime end, DateTimeOffset now) => end.ToUniversalTime() - now.UtcDateTime < Warning;
}
