namespace SalesforceJwt.Core.Apps;

/// <summary>What an app shall be. Null leaves a setting as it is, or at its default in a new app.</summary>
internal sealed record AppOptions
{
    /// <summary>The callback URL of an app that is given none: that of the <c>sf</c> CLI and of this module's browser sign-in.</summary>
    public const string DefaultCallbackUrl = "http://localhost:1717/OauthRedirect";

    /// <summary>How long a sign-in through a new app is tried.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Its API name.</summary>
    public required string Name { get; init; }

    public string? Label { get; init; }

    public string? ContactEmail { get; init; }

    /// <summary>OAuth scopes.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    public IReadOnlyList<string>? CallbackUrls { get; init; }

    public IReadOnlyList<SfAppFlow>? Flows { get; init; }

    public SfIPRelaxation? IPRelaxation { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>The certificate, as PEM; null where none is given.</summary>
    public string? CertificatePem { get; init; }

    /// <summary>The permission set whose users are pre-authorized; null for one of the app's name.</summary>
    public string? PermissionSet { get; init; }

    /// <summary>Usernames of those who get the permission set.</summary>
    public IReadOnlyList<string> AddUsers { get; init; } = [];

    /// <summary>Usernames of those from whom it is taken.</summary>
    public IReadOnlyList<string> RemoveUsers { get; init; } = [];

    /// <summary>Test classes that run with each deployment, where a production org demands tests.</summary>
    public IReadOnlyList<string> RunTests { get; init; } = [];

    /// <summary>The API version; null for the session's.</summary>
    public string? ApiVersion { get; init; }
}
