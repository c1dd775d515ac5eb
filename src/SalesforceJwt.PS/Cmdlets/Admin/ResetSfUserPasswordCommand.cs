using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Resets passwords of users: the org makes new ones; or sets the given one.</summary>
[Cmdlet(VerbsCommon.Reset, "SfUserPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SfUserPassword))]
public sealed class ResetSfUserPasswordCommand : SfUsersCmdlet
{
    /// <summary>The new password.</summary>
    [Parameter(HelpMessage = "The new password, as a SecureString. Default: the org makes one.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? NewPassword { get; set; }

    private protected override string Change => NewPassword is null ? "Reset the password" : "Set the password";

    private protected override async Task ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken)
    {
        var passwords = new UserPasswords(Session, Version, Observer);

        // The connection's own user last: a new password can end its sessions.
        foreach (var user in users.OrderBy(user => user.UserId == Session.UserId).Where(Confirms))
        {
            try
            {
                WriteObject(await ChangeAsync(passwords, user, cancellationToken));
            }
            catch (SfException e) when (!EndsAll(e))
            {
                WriteError(e, user.Username);
            }
        }
    }

    private async Task<SfUserPassword> ChangeAsync(UserPasswords passwords, SfUserAccount user, CancellationToken cancellationToken)
    {
        if (Secret.RevealText(NewPassword) is { } given)
        {
            await passwords.SetAsync(user, given, cancellationToken);
            return new SfUserPassword(user.UserId, user.Username, password: null);
        }

        var made = await passwords.ResetAsync(user, cancellationToken);
        return new SfUserPassword(user.UserId, user.Username, Secret.Protect(made));
    }
}
