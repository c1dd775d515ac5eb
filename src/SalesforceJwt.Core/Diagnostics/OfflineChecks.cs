using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>The checks that need no network.</summary>
internal static class OfflineChecks
{
    /// <summary>Whether it looks like a consumer key. If not, it is not shown: it may be the secret.</summary>
    public static SfCheck ClientId(string value) => value.StartsWith("3MVG9", StringComparison.Ordinal) && value.Length >= 60
        ? CheckResult.Passed("Client id", $"{value[..12]}…{value[^4..]} ({value.Length} characters)")
        : CheckResult.Of(
            "Client id",
            SfCheckStatus.Warning,
            $"What was given ({value.Length} characters) does not look like a consumer key.",
            "A consumer key begins with 3MVG9 and has about 85 characters. "
                + "Copy it from Setup > (app) > OAuth settings > Consumer Key and Secret; not the secret, not the app's name.");

    public static SfCheck Username(string value)
    {
        var isLikeAddress = value.Split('@') is [{ Length: > 0 }, { Length: > 2 } domain] && domain.Contains('.', StringComparison.Ordinal);
        return isLikeAddress ? CheckResult.Passed("Username", value) : CheckResult.Of(
            "Username",
            SfCheckStatus.Warning,
            $"{value} does not look like a Salesforce username.",
            "A username looks like an e-mail address, though it need not be one: ci@example.com, "
                + "in a sandbox ci@example.com.SANDBOX (Setup > Users).");
    }

    public static SfCheck LoginUrl(Uri url)
    {
        var origin = OAuth.LoginUrl.ToAudience(url);
        if (url == OAuth.LoginUrl.Production || url == OAuth.LoginUrl.Sandbox)
        {
            var kind = url == OAuth.LoginUrl.Production ? "production orgs" : "sandboxes and scratch orgs";
            return CheckResult.Passed(
                "Login URL", $"{origin}, which serves all {kind}. (An external client app needs its org's My Domain.)");
        }

        return HostTrust.IsSalesforce(url.Host) || url.IsLoopback
            ? CheckResult.Passed("Login URL", $"{origin}, {(url.IsLoopback ? "on this machine" : "the org's own")}")
            : CheckResult.Of(
                "Login URL",
                SfCheckStatus.Warning,
                $"{origin} is not a Salesforce host.",
                "An Experience Cloud site's own domain is fine. "
                    + "Otherwise use the org's My Domain, https://NAME.my.salesforce.com (Setup > My Domain).");
    }

    /// <summary>Whether the certificate that was found belongs to the key. For a signer, its signature shows that.</summary>
    public static SfCheck Certificate(IJwtSigner key, X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return CheckResult.Of(
                "Certificate",
                SfCheckStatus.Skipped,
                "No certificate was found, so the thumbprint that the app needs is unknown.",
                new Advice("Give it, or keep the .crt beside the key under the same name.", NextStep.SetCertificatePath));
        }

        var thumbprints = $"SHA-1 {certificate.Thumbprint}, SHA-256 {CertificateReader.Sha256Thumbprint(certificate)}";
        return !key.IsInMemory ? CheckResult.Passed("Certificate", $"verifies what the signer signs. {thumbprints}")
            : key.Matches(certificate) ? CheckResult.Passed("Certificate", $"belongs to the key. {thumbprints}")
            : CheckResult.Of(
                "Certificate",
                SfCheckStatus.Warning,
                $"The certificate beside the key belongs to another key. {thumbprints}",
                "If it is the one on the app, use the key that was made with it; else put the right .crt beside the key, and upload that.");
    }

    public static SfCheck CertificateDates(X509Certificate2 certificate, DateTimeOffset now)
    {
        var days = (int)(certificate.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalDays;
        var dates = FormattableString.Invariant(
            $"good from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}");
        return certificate.NotAfter.ToUniversalTime() < now.UtcDateTime
                ? Of(SfCheckStatus.Failed, $"The certificate has expired: {dates}.", CertificateEnd.Advice)
            : certificate.NotBefore.ToUniversalTime() > now.UtcDateTime
                ? Of(SfCheckStatus.Failed, $"The certificate is not valid yet: {dates}.", "Check this machine's clock, or wait.")
            : CertificateEnd.IsNear(certificate.NotAfter, now)
                ? Of(SfCheckStatus.Warning, $"{days} days are left: {dates}.", CertificateEnd.Advice)
            : Of(SfCheckStatus.Passed, $"{dates} ({days} days are left)");

        static SfCheck Of(SfCheckStatus status, string detail, Advice? advice = null) =>
            CheckResult.Of("Certificate dates", status, detail, advice);
    }
}
