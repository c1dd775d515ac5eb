using System.Management.Automation;
using System.Security.Cryptography;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.PS.Signing;

/// <summary>
/// Makes the signers of sign-ins whose key is elsewhere. Call on the pipeline thread: what a script block needs is collected here.
/// </summary>
internal static class Signers
{
    /// <summary>Signs with an RSA object.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerUnavailable"/>: it belongs to this runspace.</exception>
    public static SignerFactory Of(RSA key) => RunspaceAffinity.Of(key) is { } affinity
        ? throw new SfException(
            SfErrorKind.SignerUnavailable,
            $"The value of -SigningKey is {affinity}: its methods run in this runspace only, and renewals run on other threads.",
            "Sign in a script block instead: -Signer { param($Digest) … }. An RSA class that is written in C# (Add-Type) works.")
        : certificate => ExternalSigner.Of(key, certificate);

    /// <summary>Signs with a script block, in a runspace of its own.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerUnavailable"/>: it cannot run outside of this runspace.</exception>
    public static SignerFactory Of(ScriptBlock code, PSCmdlet cmdlet) => Of(Read(code, cmdlet));

    /// <summary>Signs with a command of the session.</summary>
    /// <param name="command">Its name.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerUnavailable"/>: there is no such command, or it cannot sign.</exception>
    public static SignerFactory OfCommand(string command, PSCmdlet cmdlet) =>
        Of(new SignerScriptReader(cmdlet.SessionState).ReadCommand(command));

    /// <summary>Signs a certificate with a script block.</summary>
    /// <param name="publicKey">The public half of its key.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerUnavailable"/>: it cannot run outside of this runspace.</exception>
    public static ExternalSigner Of(ScriptBlock code, PSCmdlet cmdlet, RSAParameters publicKey) =>
        new(new RunspaceSigner(Read(code, cmdlet)), certificate: null, publicKey);

    private static SignerFactory Of(SignerScript script) =>
        certificate => new ExternalSigner(new RunspaceSigner(script), certificate);

    private static SignerScript Read(ScriptBlock code, PSCmdlet cmdlet) =>
        new SignerScriptReader(cmdlet.SessionState, code.Module).Read(code);
}
