namespace SalesforceJwt.Core.Keys;

/// <summary>When the end of a certificate is worth a warning, and what to do then.</summary>
internal static class CertificateEnd
{
    /// <summary>What to do.</summary>
    public const string Remedy = "Make a new one (New-SfCertificate), upload its .crt to the app, and sign in with its .key.";

    // Changing it takes an admin.
    private static readonly TimeSpan Warning = TimeSpan.FromDays(30);

    /// <summary>Whether a certificate has ended or will soon.</summary>
    /// <param name="end">Its end.</param>
    /// <param name="now">The present time.</param>
    public static bool IsNear(DateTime end, DateTimeOffset now) => end.ToUniversalTime() - now.UtcDateTime < Warning;
}
