namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>The errors of a sign-in that takes its values from a profile.</summary>
internal static class ProfileErrors
{
    /// <summary>The same error, with the profile's name and file.</summary>
    public static SfException In(StoredProfile profile, SfException error) => new(
        error.Kind,
        $"Profile '{profile.Name}'{(profile.File is { } file ? $" in '{file}'" : string.Empty)}: {error.Message}",
        error.Kind switch
        {
            SfErrorKind.KeyPasswordRequired => new Advice(
                "Give it, or save the profile again with the variable or the secret that holds it.", NextStep.SaveKeyPassword),
            SfErrorKind.KeyPasswordWrong when profile.KeyPassword is { } place =>
                $"Check the {place} (a trailing newline or space counts).",
            _ => error.Advice,
        },
        error);

    /// <summary>A profile that was written by hand and lacks a value.</summary>
    /// <param name="what">The value's name, for the message.</param>
    /// <param name="variable">The environment variable of the same value.</param>
    public static SfException Lacks(string what, string variable) => new(
        SfErrorKind.ValueMissing,
        $"It has no {what}.",
        new Advice("Save the profile again with it, or give it to the sign-in.", NextStep.SaveProfile, variable));
}
