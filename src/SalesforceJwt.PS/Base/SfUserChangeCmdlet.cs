using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that changes users, many in a request, and writes what became of each change.</summary>
public abstract class SfUserChangeCmdlet : SfConnectedCmdlet
{
    private protected override bool GoesOnAfter(SfException error) => !EndsAll(error);

    /// <summary>Writes what became of changes: first all of it, since an error may end the pipeline.</summary>
    private protected void Write(UserChanges changes)
    {
        foreach (var change in changes.All)
        {
            WriteObject(change.ToModel());
        }

        foreach (var change in changes.All.Where(change => change is { Error: not null, WasStopped: false }))
        {
            WriteError(change.Error!, change.User.Username);
        }

        if (changes.Stop is not null)
        {
            throw changes.Stop;
        }
    }
}
