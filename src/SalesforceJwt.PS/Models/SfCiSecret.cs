using System.Security;

namespace SalesforceJwt.PS.Models;

/// <summary>A private key as a secret of a CI system, with the commands that store it there. The commands hold no secret.</summary>
public sealed class SfCiSecret
{
    internal SfCiSecret(string name, SecureString value, bool isEncrypted, string passwordName, SecureString? password)
    {
        Name = name;
        Value = value;
        IsEncrypted = isEncrypted;
        PasswordName = isEncrypted ? passwordName : null;
        Password = isEncrypted ? password : null;
    }

    /// <summary>The secret's name; <c>Connect-SfJwt</c> reads SF_JWT_KEY.</summary>
    public string Name { get; }

    /// <summary>The key on one line (base64); <c>-AsPlainText</c> gives it as text.</summary>
    public SecureString Value { get; }

    /// <summary>Whether the key is encrypted; its password is then a second secret.</summary>
    public bool IsEncrypted { get; }

    /// <summary>The name of the password's secret; empty where there is none.</summary>
    public string? PasswordName { get; }

    /// <summary>The password, where it was given.</summary>
    public SecureString? Password { get; }

    /// <summary>Stores it in a GitHub repository, with the gh CLI.</summary>
    public required string GitHub { get; init; }

    /// <summary>Stores it in a pipeline of Azure Pipelines, with the az CLI.</summary>
    public required string AzurePipelines { get; init; }

    /// <summary>Stores it in a GitLab project, masked, with the glab CLI.</summary>
    public required string GitLab { get; init; }

    /// <summary>Stores it in Jenkins as secret text, with Jenkins' CLI.</summary>
    public required string Jenkins { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{Name} ***";
}
