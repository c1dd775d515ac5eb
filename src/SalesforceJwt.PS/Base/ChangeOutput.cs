using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;

namespace SalesforceJwt.PS.Base;

/// <summary>Writes what became of changes to users.</summary>
internal static class ChangeOutput
{
    /// <summary>Writes all results, and then the errors, since an error may end the pipeline.</summary>
    /// <exception cref="SfException">The error that ended the work.</exception>
    public static void Write(UserChanges changes, Action<object> writeObject, Action<SfException, object> writeError)
    {
        foreach (var change in changes.All)
        {
            writeObject(change.ToModel());
        }

        foreach (var change in changes.All.Where(change => change is { Error: not null, WasStopped: false }))
        {
            writeError(change.Error!, change.User.Username);
        }

        if (changes.Stop is not null)
        {
            throw changes.Stop;
        }
    }
}
