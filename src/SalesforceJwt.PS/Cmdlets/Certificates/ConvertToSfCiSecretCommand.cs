using System.Management.Automation;
using System.Management.Automation.Language;
using System.Security;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Certificates;

/// <summary>
/// Writes a private key as one line, to store as a secret of a CI system from which <c>Connect-SfJwt</c> reads it, and returns the commands
/// that store it. An encrypted key stays encrypted unless <c>-Decrypt</c> is given.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "SfCiSecret", DefaultParameterSetName = "Path")]
[OutputType(typeof(SfCiSecret), typeof(string))]
public sealed class ConvertToSfCiSecretCommand : SfCmdlet
{
    /// <summary>The key file.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = "Path",
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Private key file: PEM, PFX or DER.")]
    [Alias("PSPath", "KeyPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The private key itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PrivateKey", HelpMessage = "The private key as text: a PEM, or base64 of a key file.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? PrivateKey { get; set; }

    /// <summary>The password of an encrypted key or a PFX.</summary>
    [Parameter(HelpMessage = "Password of an encrypted key or a PFX. It is checked, and becomes a separate secret.")]
    [NoPlainText]
    [Alias("KeyPassword")]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>Selects a key if there are several.</summary>
    [Parameter(HelpMessage = "Thumbprint of the key's certificate, if the file contains several keys.")]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    /// <summary>Removes the encryption.</summary>
    [Parameter(HelpMessage = "Removes the encryption: one secret instead of two.")]
    public SwitchParameter Decrypt { get; set; }

    /// <summary>The secret's name.</summary>
    [Parameter(HelpMessage = "Name of the secret. Default: SF_JWT_KEY, which Connect-SfJwt reads.")]
    [NoSecret]
    [ValidatePattern("^[A-Za-z_][A-Za-z0-9_]*$")]
    public string Name { get; set; } = "SF_JWT_KEY";

    /// <summary>Output as plain text.</summary>
    [Parameter(HelpMessage = "Returns the line as plain text, to pipe into the CI system's command. Anyone who sees it can use the key.")]
    public SwitchParameter AsPlainText { get; set; }

    private protected override object? ErrorTarget => Path;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var path = Path is null ? null : FullPath(Path);
        var (password, text) = (Secret.Reveal(Password), Secret.Reveal(PrivateKey));
        try
        {
            var choice = new KeyChoice(Thumbprint);
            using var line = await ComputeAsync(
                () => path is null
                    ? OneLineKey.FromText(text, password, Decrypt, choice)
                    : OneLineKey.FromFile(path, password, Decrypt, choice),
                cancellationToken);
            WriteObject(AsPlainText ? new string(line.Value) : Describe(line, path));
        }
        finally
        {
            Array.Clear(password);
            Array.Clear(text);
        }
    }

    private SfCiSecret Describe(OneLineKey line, string? path)
    {
        var passwordName = Name + "_PASSWORD";
        var source = path is null ? "-PrivateKey $key" : $"-Path '{CodeGeneration.EscapeSingleQuotedStringContent(path)}'";
        var choice = Thumbprint is null ? string.Empty
            : $" -Thumbprint '{CodeGeneration.EscapeSingleQuotedStringContent(Thumbprint)}'"
                + (line.IsEncrypted ? " -Password $password" : string.Empty);
        var command = $"ConvertTo-SfCiSecret {source}{choice}{(Decrypt ? " -Password $password -Decrypt" : string.Empty)} -AsPlainText";
        var commands = new CiSecretCommands(Name, command, line.IsEncrypted ? passwordName : null);
        return new SfCiSecret(Name, Secret.Protect(line.Value), line.IsEncrypted, passwordName, Password)
        {
            GitHub = commands.GitHub,
            AzurePipelines = commands.AzurePipelines,
            GitLab = commands.GitLab,
            Jenkins = commands.Jenkins,
        };
    }
}
