using System.Security;

namespace SalesforceJwt.Model;

/// <summary>An app through which users and scripts sign in. What the org does not let the connection read is empty.</summary>
public sealed class SfApp : IOrgObject
{
    internal SfApp(string name)
    {
        Name = name;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>Its API name.</summary>
    public string Name { get; }

    /// <summary>Its label.</summary>
    public string? Label { get; internal init; }

    /// <summary>Whether it is an external client app or a connected app.</summary>
    public SfAppKind Kind { get; internal init; }

    /// <summary>The consumer key (client id).</summary>
    public string? ConsumerKey { get; internal init; }

    /// <summary>The consumer secret, for Connect-SfClientCredential; only from Register-SfApp, for that flow.</summary>
    public SecureString? ConsumerSecret { get; internal init; }

    /// <summary>Its 18-character id.</summary>
    public string? Id { get; internal init; }

    /// <summary>Its description.</summary>
    public string? Description { get; internal init; }

    /// <summary>The e-mail address of whoever takes care of it.</summary>
    public string? ContactEmail { get; internal init; }

    /// <summary>Whether users may sign in through it.</summary>
    public bool? Enabled { get; internal init; }

    /// <summary>The OAuth scopes, such as <c>api</c>.</summary>
    public SfList<string> Scopes { get; internal init; } = new([]);

    /// <summary>Where browsers return to.</summary>
    public SfList<string> CallbackUrl { get; internal init; } = new([]);

    /// <summary>The flows that are enabled.</summary>
    public SfList<SfAppFlow> Flows { get; internal init; } = new([]);

    /// <summary>Who may sign in.</summary>
    public SfPermittedUsers? PermittedUsers { get; internal init; }

    /// <summary>Whether login IP ranges hold.</summary>
    public SfIPRelaxation? IPRelaxation { get; internal init; }

    /// <summary>The permission sets, and profiles, whose users are pre-authorized.</summary>
    public SfList<string> PermissionSets { get; internal init; } = new([]);

    /// <summary>The active users with one of these.</summary>
    public SfList<string> Users { get; internal init; } = new([]);

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? ModifiedAt { get; internal init; }

    /// <summary>The certificate that was uploaded; known to the cmdlet that uploaded it.</summary>
    public string? CertificatePath { get; internal init; }

    /// <summary>The private key's file; known to the cmdlet that made it, or found it beside the certificate.</summary>
    public string? KeyPath { get; internal init; }

    /// <summary>What the cmdlet changed, one sentence each; empty if all was as wanted.</summary>
    public SfList<string> Changes { get; internal init; } = new([]);

    /// <summary>The line that signs in through it.</summary>
    public string? Command { get; internal set; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
