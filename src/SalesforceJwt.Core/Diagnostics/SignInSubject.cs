using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>A JWT sign-in to check. Each part is fetched by its own check, since fetching it may fail.</summary>
internal sealed record SignInSubject
{
    /// <summary>Gives the consumer key.</summary>
    public required Func<string> ClientId { get; init; }

    /// <summary>Gives the username.</summary>
    public required Func<string> Username { get; init; }

    /// <summary>Gives the login host.</summary>
    public required Func<Uri> LoginUrl { get; init; }

    /// <summary>Reads the private key, and says where a certificate that should belong to it can be found.</summary>
    public required Func<CancellationToken, Task<SigningKey>> ReadKey { get; init; }

    /// <summary>The chosen audience; null for the usual one.</summary>
    public string? Audience { get; init; }
}
