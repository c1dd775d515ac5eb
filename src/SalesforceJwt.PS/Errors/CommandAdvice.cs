using System.Text.RegularExpressions;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Errors;

/// <summary>The cmdlets and parameters that carry out the advice of the core, which names none.</summary>
internal static class CommandAdvice
{
    /// <summary>The advice, with the command or parameter for it; null if there is none.</summary>
    public static string? Text(Advice? advice) =>
        advice is null ? null : For(advice.Step, advice.Facts) is { } command ? $"{advice.Text} {command}" : advice.Text;

    /// <summary>The command that solves the problem, ready to run; null if no single one does.</summary>
    public static string? Command(Advice? advice) =>
        advice is { Step: NextStep.ApproveApp, Facts: [var clientId, var loginUrl, .. var username] }
            ? $"Connect-SfWeb -ClientId {Argument(clientId)} -LoginUrl {Argument(loginUrl)}"
                + (username is [var name] ? $" -LoginHint {Argument(name)}" : string.Empty)
            : null;

    /// <summary>A check with commands in its remedy.</summary>
    public static SfCheck AddTo(SfCheck check) =>
        new(check.Check, check.Status, check.Detail, check.Advice) { Remedy = Text(check.Advice), Command = Command(check.Advice) };

#pragma warning disable CS8524 // Every named step has its line; the compiler reports one that is missing (CS8509).
    private static string? For(NextStep step, string[] facts) => step switch
    {
        NextStep.None => null,

        NextStep.ChooseFile => "Parameters: -Path and -Name.",
        NextStep.ChooseFolder => "Parameter: -Path.",
        NextStep.ChooseKey => "-Thumbprint takes a thumbprint or the key's name, -CertificatePath a certificate.",
        NextStep.CreateCertificate => "New-SfCertificate makes a key and a certificate.",
        NextStep.CreateOrGiveKey => "New-SfCertificate makes a key and a certificate, -PrivateKey takes the key itself.",
        NextStep.CreateSignerCertificate => "New-SfCertificate -Signer -PublicKey makes a certificate for a key that is elsewhere.",
        NextStep.DecryptKey => "-Decrypt takes the key alone.",
        NextStep.ListFileCertificates => "Get-SfCertificate lists the certificates of a file; without -Thumbprint, the only key is used.",
        NextStep.ListStoreCertificates => @"Get-ChildItem Cert:\CurrentUser\My lists them (Windows); -KeyPath takes a PFX file.",
        NextStep.OverwriteFile => "Parameters: -Name and -Path, or -Force to overwrite.",
        NextStep.PassDigestOrData => "The signer gets both, as $Digest and $Data.",
        NextStep.ReturnSignatureAlone => "In a script block, what other commands output counts as well: assign it to $null.",
        NextStep.SetCertificatePath => "Parameter: -CertificatePath.",
        NextStep.SetKeyPassword => "-KeyPassword takes it as a SecureString.",
        NextStep.SetPublicKey => "Parameter: -PublicKey.",
        NextStep.SetKeyPath => "-KeyPath takes a path, -PrivateKey the key itself.",

        NextStep.GiveSecret => "A private key goes to -PrivateKey or SF_JWT_KEY, a consumer secret to -ClientSecret, "
            + "a token to -AccessToken, -RefreshToken or -SubjectToken.",
        NextStep.ReadVariable => "In PowerShell: $env:NAME.",
        NextStep.NameVariable => "In PowerShell: SF_JWT_KEY, not $env:SF_JWT_KEY.",
        NextStep.NameCommand => "-SignerCommand takes the name of a function or cmdlet.",
        NextStep.NameSecret => "Get-SecretInfo lists the names.",
        NextStep.SetAudience => facts is [var audience]
            ? $"Parameter: -Audience {Argument(audience)}." : "Parameters: -LoginUrl and -Audience.",
        NextStep.SetCallbackUrl => "Parameters: -CallbackUrl or -Port.",
        NextStep.SetClientId => "-ClientId takes a consumer key.",
        NextStep.SetClientSecret => "-ClientSecret takes it.",
        NextStep.SetLoginHost => "Parameters: -Environment Sandbox, -LoginUrl or -Audience.",
        NextStep.SetLoginUrl => "Parameter: -LoginUrl https://NAME.my.salesforce.com.",
        NextStep.SetScope => "Parameter: -Scope.",
        NextStep.SetSecurityToken => "-SecurityToken appends the token; Connect-SfJwt signs in with the JWT flow.",
        NextStep.SetTokenHandler => "Parameter: -TokenHandler.",
        NextStep.FindUser => "Get-SfUser *NAME* finds users.",
        NextStep.SuspendUser => "Suspend-SfUser does that.",
        NextStep.ReactivateUser => facts is [var user, ..]
            ? $"As an administrator: Resume-SfUser {Argument(user)} unfreezes, Enable-SfUser {Argument(user)} activates." : null,
        NextStep.ResetPassword => $"Reset-SfUserPassword {Argument(facts[0])} does.",
        NextStep.PipeUsers => $"Get-SfUser {Argument(facts[0])} lists them, and can be piped to this command.",
        NextStep.ListPermissionSets => "Get-SfPermissionSet lists them.",
        NextStep.SetPermissionSetKind => "Parameter: -Kind.",
        NextStep.SetTokenVault => "Parameter: -TokenVault.",
        NextStep.SetTimeout => "-TimeoutSec waits longer.",
        NextStep.SetUsername => "Parameter: -Username.",
        NextStep.SetSignInValue => $"Parameter: {ParameterFor(facts[0])}; in PowerShell, the variable is $env:{facts[0]}.",

        NextStep.ApproveApp => "Run: " + Command(new Advice(string.Empty, step, facts)) + AtHand(facts, AddUser(facts)),
        NextStep.AdmitUser => AsAdmin(facts, AddUser(facts)),
        NextStep.ReplaceCertificate => AsAdmin(facts, $"Set-SfApp {Argument(facts[0])} -CertificatePath FILE.crt"),
        NextStep.FindConsumerKey => AsAdmin(facts, "Get-SfApp") + " Register-SfApp makes an app.",
        NextStep.ReadLoginHistory =>
            AsAdmin(facts, $"Get-SfLoginHistory {(facts[0].Length > 0 ? Argument(facts[0]) + " " : string.Empty)}-Failed"),
        NextStep.AllowInstanceHost => $"Connect-SfJwt and the other sign-ins take -AllowedInstanceHost {Argument(facts[0])}.",
        NextStep.AskAboutToken => "Get-SfUser and Get-SfTokenInfo do.",
        NextStep.GetRefreshToken => "Connect-SfWeb or Connect-SfDevice signs in like that.",
        NextStep.OpenBrowserYourself => "-NoBrowser shows it.",
        NextStep.PassConnection => "-Connection takes it.",
        NextStep.ReadSignedRequest => "ConvertFrom-SfSignedRequest reads it.",
        NextStep.SignInWithAuthUrl => "Connect-SfAuthUrl takes it.",
        NextStep.SignInWithJwt => "Connect-SfJwt signs in with the JWT flow.",
        NextStep.SignInWithToken => "Connect-SfToken takes an access token.",
        NextStep.UseWebServerFlow => "Connect-SfWeb without -Flow uses it.",

        NextStep.RegisterApp => $"Register-SfApp {(facts is [var app] ? Argument(app) : "NAME")} makes one.",
        NextStep.ListApps => "Get-SfApp lists them.",
        NextStep.NameUser => "Register-SfApp takes it as -User, Set-SfApp as -AddUser.",
        NextStep.SetAppScopes => "Set-SfApp NAME -Scope api, web, refresh_token sets an app's scopes.",
        NextStep.SetAppCallbackUrl => "Parameter: -CallbackUrl.",
        NextStep.ChangeApp => $"-CertificatePath takes a certificate; Set-SfApp {Argument(facts[0])} changes users, scopes and "
            + "the certificate.",
        NextStep.SetContactEmail => "Parameter: -ContactEmail.",
        NextStep.SetPermissionSet => $"Parameter: -PermissionSet {Argument(facts[0])}.",
        NextStep.SignInAsAdmin => "Connect-SfWeb -ClientId PlatformCLI -LoginUrl https://NAME.my.salesforce.com does.",
        NextStep.RunAppAgain => $"Register-SfApp {Argument(facts[0])} with the same parameters does; Unregister-SfApp {Argument(facts[0])} "
            + "removes what is there.",

        NextStep.OverwriteProfile => "Parameters: -Name, or -Force to overwrite.",
        NextStep.SaveKeyPassword =>
            "-KeyPassword takes it; Save-SfProfile names its place with -KeyPasswordVariable or -KeyPasswordSecret.",
        NextStep.SaveProfile => facts is [var value, ..]
            ? $"Save-SfProfile saves it with {ParameterFor(value)}." : "Save-SfProfile saves one.",

        NextStep.ListApiVersions => "Invoke-SfRest /services/data lists the org's versions.",
        NextStep.SetApiVersion => facts is [var version] ? $"Parameter: -ApiVersion {version}." : "Parameter: -ApiVersion.",
        NextStep.SetBody => "-Body takes a hashtable or an object.",
        NextStep.SetCompositeKind => "Parameter: -Kind.",
        NextStep.SetConnectionTimeout =>
            "Connect-SfJwt and the other sign-ins take -ConnectionTimeoutSeconds, as does Invoke-SfRest for one call.",
        NextStep.SetContentType => "Parameter: -ContentType.",
        NextStep.SetOperationTimeout => "Parameter: -OperationTimeoutSeconds.",
        NextStep.SetProxy => "-Proxy and -ProxyCredential set the proxy, -NoProxy connects without one.",
        NextStep.SetQueryValues => "-Query @{ name = value } passes them.",
        NextStep.SetUsageLimit => "Get-SfLimit DailyApiRequests reads the present usage; -ApiUsageLimit sets the limit.",
        NextStep.SendRequest => "Invoke-SfRest sends them.",
        NextStep.GetLimits => "Get-SfLimit shows more.",
        NextStep.ShowResponse => "Invoke-SfRest -Raw shows it.",
        NextStep.SaveResponse => "Invoke-SfRest -OutFile saves it.",
        NextStep.SkipCertificateCheck => "Parameter: -SkipCertificateCheck.",

        NextStep.SaveSnapshot => "Compare-SfObject -Connection NAME -OutFile FILE saves one.",
        NextStep.DescribeObject => "Get-SfObject NAME shows the object's fields, relationships and operations.",
        NextStep.ListObjects => "Get-SfObject lists the objects.",
        NextStep.ExcludeFields => $"Select-Object -ExcludeProperty {string.Join(", ", facts.Skip(1))} (and -Type {facts[0]}, "
            + "which the selected objects no longer name).",
        NextStep.ExportInBulk => "Export-SfBulk uses it.",
        NextStep.FilterRows => "Where-Object filters them.",
        NextStep.GroupRows => "Group-Object groups them.",
        NextStep.MeasureRows => "Measure-Object calculates.",
        NextStep.SortRows => "Sort-Object sorts them.",
        NextStep.QueryDeleted => "Invoke-SfQuery -IncludeDeleted does.",
        NextStep.RunQuery => "Invoke-SfQuery runs a query and follows its pages.",
        NextStep.SetQueryParameter =>
            $"-Parameter @{{ {(facts is [var name] ? name : "name")} = … }} gives it, and writes it as its type requires.",

        NextStep.FindBulkJob => $"Get-SfBulkJob -Kind {facts[0]} lists the jobs, Stop-SfBulkJob aborts one.",
        NextStep.GetBulkJob => $"Get-SfBulkJob {facts[0]} shows it.",
        NextStep.ListBulkJobs => "Get-SfBulkJob lists them.",
        NextStep.ReceiveBulkRows => $"Receive-SfBulkJob {facts[0]} -Result {facts[1]} reads them.",
        NextStep.SaveBulkRows =>
            $"Receive-SfBulkJob {facts[0]}{(facts is [_, var rows] ? " -Result " + rows : string.Empty)} -Path FILE saves them.",
        NextStep.ReadCsvWithDelimiter => $"Import-Csv FILE -Delimiter {Delimiter(facts[0])} reads it.",
        NextStep.ReadCsvWithEncoding => "Import-Csv FILE -Encoding ansi | Import-SfBulk …",
        NextStep.SetDelimiter => $"Parameter: -Delimiter {Delimiter(facts[0])}.",
        NextStep.SetExternalId => "Parameter: -ExternalId.",
        NextStep.SetJobSize => "Parameter: -JobSize.",
        NextStep.WaitForBulkJob => $"Wait-SfBulkJob {facts[0]} | Receive-SfBulkJob waits, and reads the results.",

        NextStep.AllowMissingFile => "-AllowMissingFile deploys the others.",
        NextStep.GetDeployment => $"Get-SfDeployment {facts[0]} shows it.",
        NextStep.ListDeployments => "Get-SfDeployment lists them.",
        NextStep.SetTestLevel => "-TestLevel RunLocalTests runs all of the org, -RunTest names single classes.",
        NextStep.SetTests => "-RunTest names test classes.",
        NextStep.Validate => "Deploy-SfMetadata -CheckOnly -TestLevel RunLocalTests validates.",
    };
#pragma warning restore CS8524

    private static string AddUser(string[] facts) =>
        $"Set-SfApp {Argument(facts[0])} -AddUser {(facts is [_, _, var username] ? Argument(username) : "USERNAME")}";

    /// <summary>What an administrator runs, with the connection for it where the session has one to this org.</summary>
    private static string AsAdmin(string[] facts, string command) =>
        AtHand(facts, command) is { Length: > 0 } atHand ? atHand.TrimStart() : $"As an administrator: {command}.";

    /// <summary>What a connection to the org could do, if its user is an administrator; empty without such a connection.</summary>
    private static string AtHand(string[] facts, string command) => ConnectionStore.FindAt(facts[1]) is { } connection
        ? $" If the connection '{connection.Name}' is an administrator's: {command} -Connection {Argument(connection.Name)}."
        : string.Empty;

    private static string ParameterFor(string variable) => variable switch
    {
        SignInEnvironment.ClientId => "-ClientId",
        SignInEnvironment.ClientSecret => "-ClientSecret",
        SignInEnvironment.Username => "-Username",
        SignInEnvironment.LoginUrl => "-LoginUrl",
        SignInEnvironment.AccessToken => "-AccessToken",
        SignInEnvironment.InstanceUrl => "-InstanceUrl",
        SignInEnvironment.RefreshToken => "-RefreshToken",
        SignInEnvironment.KeyFile => "-KeyPath",
        _ => "-AuthUrl",
    };

    private static string Delimiter(string delimiter) => delimiter == "\t" ? "\"`t\"" : $"'{delimiter}'";

    /// <summary>A value as one argument in PowerShell, quoted where a character would mean something there.</summary>
    public static string Argument(string value) =>
        char.IsAsciiLetterOrDigit(value[0])
            && value.All(c => char.IsAsciiLetterOrDigit(c) || "@._-+/:=".Contains(c, StringComparison.Ordinal))
            ? value
            : $"'{Regex.Replace(value, "['\u2018\u2019\u201A\u201B]", "$0$0")}'";
}
