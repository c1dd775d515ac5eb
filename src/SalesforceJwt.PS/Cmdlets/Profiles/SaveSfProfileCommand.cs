using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Profiles;

/// <summary>
/// Saves a sign-in under a name: that of a connection, or given values. A profile holds the login host, the user and the place of the key:
/// never a key, a password or a token.
/// </summary>
[Cmdlet(
    VerbsData.Save,
    "SfProfile",
    DefaultParameterSetName = "Connection",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SfProfile))]
public sealed class SaveSfProfileCommand : SfCmdlet, ILoginParameters
{
    /// <summary>The profile's name.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Name of the profile, such as ci or dev-sandbox.")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>The connection, as an object or by name. Default: the session's default connection.</summary>
    [Parameter(
        ParameterSetName = "Connection",
        ValueFromPipeline = true,
        HelpMessage = "The connection to save, or its name; left out: the session's default.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>The app's consumer key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Values", HelpMessage = "The app's consumer key.")]
    [Alias("ConsumerKey")]
    public string? ClientId { get; set; }

    /// <summary>The Salesforce user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Values", HelpMessage = "The Salesforce username.")]
    public string? Username { get; set; }

    /// <summary>The login host.</summary>
    [Parameter(
        ParameterSetName = "Values",
        HelpMessage = "Login host: a My Domain such as https://NAME.my.salesforce.com. Default: Production.")]
    [Alias("Instance")]
    [ValidateNotNullOrEmpty]
    public string? LoginUrl { get; set; }

    /// <summary>Production or sandbox.</summary>
    [Parameter(ParameterSetName = "Values", HelpMessage = "Production (login.salesforce.com) or Sandbox (test.salesforce.com).")]
    [NoSecret]
    [ValidateSet("Production", "Sandbox")]
    public string? Environment { get; set; }

    /// <summary>A scratch org.</summary>
    [Parameter(ParameterSetName = "Values", HelpMessage = "A scratch org (test.salesforce.com).")]
    public SwitchParameter Scratch { get; set; }

    /// <summary>The assertion's audience.</summary>
    [Parameter(ParameterSetName = "Values", HelpMessage = "The assertion's audience (aud). Default: the login host.")]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>The REST API version.</summary>
    [Parameter(
        ParameterSetName = "Values",
        HelpMessage = "REST API version of the connection's calls, such as 68.0. Default: the org's newest.")]
    [ValidateNotNullOrEmpty]
    public string? ApiVersion { get; set; }

    /// <summary>The private key's file.</summary>
    [Parameter(HelpMessage = "The private key is in this file. Default: where the connection's key came from.")]
    [Alias("KeyFile", "JwtKeyFile")]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary>The thumbprint of a certificate in a store.</summary>
    [Parameter(HelpMessage = "SHA-1 thumbprint of the key's certificate: in CurrentUser\\My or LocalMachine\\My, "
        + "or in the file, variable or secret if that contains several keys.")]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    /// <summary>The environment variable that holds the private key.</summary>
    [Parameter(HelpMessage = "The private key is in the environment variable of this name (SF_JWT_KEY, without $env:).")]
    [ValidateNotNullOrEmpty]
    public string? KeyVariable { get; set; }

    /// <summary>The secret that holds the private key.</summary>
    [Parameter(HelpMessage = "The private key is in the secret of this name, for Microsoft.PowerShell.SecretManagement.")]
    [ValidateNotNullOrEmpty]
    public string? KeySecret { get; set; }

    /// <summary>The command that signs.</summary>
    [Parameter(HelpMessage = "The private key is elsewhere: the command of this name signs. It gets -Digest and -Data, as -Signer of "
        + "Connect-SfJwt does.")]
    [ValidateNotNullOrEmpty]
    public string? SignerCommand { get; set; }

    /// <summary>The certificate of the key.</summary>
    [Parameter(HelpMessage = "The uploaded certificate (.crt), to check the key against and to verify what a signer signs.")]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The environment variable that holds the key's password.</summary>
    [Parameter(HelpMessage = "The key's password is in the environment variable of this name.")]
    [ValidateNotNullOrEmpty]
    public string? KeyPasswordVariable { get; set; }

    /// <summary>The secret that holds the key's password.</summary>
    [Parameter(HelpMessage = "The key's password is in the secret of this name, for Microsoft.PowerShell.SecretManagement.")]
    [ValidateNotNullOrEmpty]
    public string? KeyPasswordSecret { get; set; }

    /// <summary>The vault of the secrets.</summary>
    [Parameter(HelpMessage = "The vault of -KeySecret and -KeyPasswordSecret. Default: any vault that has them.")]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>Whether sign-ins use the token cache.</summary>
    [Parameter(HelpMessage = "Sign-ins with the profile use the token cache; -UseTokenCache:$false: they never do. "
        + "Default: SF_TOKEN_CACHE decides.")]
    public SwitchParameter UseTokenCache { get; set; }

    /// <summary>Overwrites an existing profile.</summary>
    [Parameter(HelpMessage = "Overwrites an existing profile of the same name.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the saved profile.</summary>
    [Parameter(HelpMessage = "Returns the saved profile.")]
    public SwitchParameter PassThru { get; set; }

    private protected override object? ErrorTarget => Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var profile = (ParameterSetName == "Values" ? FromValues() : FromConnection(Connections.Get(Connection))).Checked();
        if (MyInvocation.BoundParameters.ContainsKey(nameof(UseTokenCache)))
        {
            profile = profile with { UseTokenCache = UseTokenCache };
        }

        var store = Profiles;
        var existing = store.Read().FirstOrDefault(p => string.Equals(p.Name, profile.Name, StringComparison.OrdinalIgnoreCase));
        if (existing is not null && !Force)
        {
            throw Profiles.Exists(existing.Name);
        }

        var action = existing is null ? "Save profile" : "Overwrite profile";
        if (!ShouldProcess($"{profile.Name} ({profile.Username} at {profile.LoginUrl})", action))
        {
            return;
        }

        var saved = await store.SaveAsync(profile, Force, cancellationToken);
        WarnOfKey(saved);
        if (PassThru)
        {
            WriteObject(saved.ToModel());
        }
    }

    private StoredProfile FromValues() => new()
    {
        Name = Name,
        LoginUrl = (this.GivenLoginUrl() ?? Core.OAuth.LoginUrl.Production).OriginalString,
        ClientId = ClientId,
        Username = Username,
        Audience = Audience,
        ApiVersion = ApiVersion,
        Key = GivenKey() ?? throw new SfException(
            SfErrorKind.ValueMissing,
            "The place of the private key is missing.",
            "Give one of -KeyPath, -Thumbprint, -KeyVariable, -KeySecret and -SignerCommand."),
        KeyPassword = GivenPassword(),
        CertificatePath = GivenCertificate(),
    };

    private StoredProfile FromConnection(SfConnection connection)
    {
        var given = GivenKey();
        var password = GivenPassword();
        if (given is null && connection.Key is { IsEncrypted: true } encrypted)
        {
            password ??= encrypted.Password;
            if (password is null)
            {
                WriteWarning("The key is encrypted, and a profile holds no password. Give -KeyPassword at each sign-in, "
                    + "or save with -KeyPasswordVariable or -KeyPasswordSecret.");
            }
        }

        return new StoredProfile
        {
            Name = Name,
            LoginUrl = connection.LoginUrl,
            ClientId = connection.ClientId,
            Username = connection.Username,
            Audience = connection.Audience == connection.LoginUrl ? null : connection.Audience,
            ApiVersion = connection.Session.Defaults.ApiVersion,
            Key = given ?? connection.Key?.Key ?? FromStore(connection) ?? throw new SfException(
                SfErrorKind.ValueMissing,
                $"The connection {connection.Name} "
                    + (connection.Key is null
                        ? "signed in without a private key."
                        : connection.Key.IsElsewhere ? "signs with an object or a script block, and no profile ever holds code."
                        : "was given the private key itself, which no profile ever holds."),
                "Say where the profile finds the key: -KeyPath, -Thumbprint, -KeyVariable or -KeySecret; or name the command that signs: "
                    + "-SignerCommand."),
            KeyPassword = password,
            CertificatePath = GivenCertificate()
                ?? (given is null or { Kind: SecretLocationKind.Command } ? connection.Key?.CertificatePath : null),
        };
    }

    /// <summary>The store that a certificate object came from, if it did.</summary>
    private static SecretLocation? FromStore(SfConnection connection) =>
        connection.Key is not null && connection.CertificateThumbprint is { } thumbprint && IsInStore(thumbprint)
            ? new SecretLocation(SecretLocationKind.Thumbprint, thumbprint)
            : null;

    private static bool IsInStore(string thumbprint)
    {
        try
        {
            using var certificate = CertificateReader.FromStore(thumbprint);
            return certificate.HasPrivateKey;
        }
        catch (SfException)
        {
            return false;
        }
    }

    private SecretLocation? GivenKey()
    {
        SecretLocation?[] places =
        [
            KeyPath is null ? null : new SecretLocation(SecretLocationKind.Path, FullPath(KeyPath), Certificate: Thumbprint),
            KeyVariable is null ? null : new SecretLocation(SecretLocationKind.Variable, KeyVariable, Certificate: Thumbprint),
            KeySecret is null ? null : new SecretLocation(SecretLocationKind.Secret, KeySecret, Vault, Thumbprint),
            SignerCommand is null ? null : new SecretLocation(SecretLocationKind.Command, SignerCommand),
        ];
        return OnlyOne(places, "More than one of -KeyPath, -KeyVariable, -KeySecret and -SignerCommand was given.")
            ?? (Thumbprint is null ? null : new SecretLocation(SecretLocationKind.Thumbprint, Thumbprint));
    }

    private string? GivenCertificate() => CertificatePath is null ? null : FullPath(CertificatePath);

    private SecretLocation? GivenPassword()
    {
        if (Vault is not null && KeySecret is null && KeyPasswordSecret is null)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict, "-Vault was given without a secret.", "Give -KeySecret or -KeyPasswordSecret as well.");
        }

        SecretLocation?[] places =
        [
            KeyPasswordVariable is null ? null : new SecretLocation(SecretLocationKind.Variable, KeyPasswordVariable),
            KeyPasswordSecret is null ? null : new SecretLocation(SecretLocationKind.Secret, KeyPasswordSecret, Vault),
        ];
        return OnlyOne(places, "Both -KeyPasswordVariable and -KeyPasswordSecret were given.");
    }

    private static SecretLocation? OnlyOne(SecretLocation?[] places, string message) => places.Count(p => p is not null) > 1
        ? throw new SfException(SfErrorKind.ArgumentConflict, message, "Give one of them.")
        : Array.Find(places, p => p is not null);

    /// <summary>Warns of a missing key. It may be made later or be on another machine, but a slip is more likely.</summary>
    private void WarnOfKey(StoredProfile profile)
    {
        if (profile.Key is { Kind: SecretLocationKind.Path } file && !File.Exists(file.Value))
        {
            WriteWarning($"The profile {profile.Name} is saved, but there is no key file '{file.Value}' here.");
        }

        if (profile.Key is { Kind: SecretLocationKind.Command } command
            && InvokeCommand.GetCommand(command.Value, CommandTypes.All) is null)
        {
            WriteWarning($"The profile {profile.Name} is saved, but there is no command {command.Value} in this session.");
        }

        if (profile.Key is { Kind: SecretLocationKind.Thumbprint } certificate && !IsInStore(certificate.Value))
        {
            WriteWarning(
                $"The profile {profile.Name} is saved, but no certificate {certificate.Value} with its private key is in a store here.");
        }
    }
}
