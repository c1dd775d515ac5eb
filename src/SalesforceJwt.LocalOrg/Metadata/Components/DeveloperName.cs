using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg.Metadata.Components;

/// <summary>Salesforce's rules for names of components.</summary>
internal static partial class DeveloperName
{
    private const int MaxLength = 80;

    /// <exception cref="MetadataException">The name is not allowed.</exception>
    public static void Check(string name, string fieldLabel)
    {
        if (name.Length > MaxLength)
        {
            throw new MetadataException($"{fieldLabel}: data value too large: {name} (max length={MaxLength})");
        }

        if (!Allowed().IsMatch(name))
        {
            throw new MetadataException(
                $"The {fieldLabel} can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not "
                + "include spaces, not end with an underscore, and not contain two consecutive underscores.");
        }
    }

    [GeneratedRegex("^[A-Za-z](?:_?[A-Za-z0-9])*$", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
