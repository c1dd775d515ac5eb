using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth.Profiles;

namespace SalesforceJwt.PS.Errors;

/// <summary>The errors of a sign-in that takes its values from a profile.</summary>
internal static class ProfileErrors
{
    /// <summary>The same error, with the profile's name.</summary>
    public static SfException In(StoredProfile profile, SfException error) => new(
        error.Kind,
        $"Profile '{profile.Name}': {error.Message}",
        error.Kind switch
        {
            SfErrorKind.KeyPasswordRequired => "Give it with -KeyPassword, or save the profile again with -KeyPasswordVariable or -KeyPasswordSecret.",
            SfErrorKind.KeyPasswordWrong when profile.KeyPassword is { } place => $"Check the {place} (a trailing newline or space counts).",
            _ => error.Advice,
        },
        error);

    /// <summary>A profile that was written by hand and lacks something.</summary>
    public static SfException Lacks(string what, string parameter) => new(
        SfErrorKind.ValueMissing,
        $"It has no {what}.",
        $"Save it again with {parameter} (Save-SfProfile … -Force), or give it at the sign-in.");
}
