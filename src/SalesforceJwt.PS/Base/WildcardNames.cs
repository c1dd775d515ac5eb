using System.Management.Automation;

namespace SalesforceJwt.PS.Base;

/// <summary>Names that a parameter takes, with or without wildcards; case does not matter.</summary>
internal sealed class WildcardNames
{
    private readonly IReadOnlyList<string> _names;
    private readonly List<WildcardPattern> _patterns;

    /// <summary>Makes the patterns.</summary>
    /// <param name="names">The names; all match for null.</param>
    public WildcardNames(IReadOnlyList<string>? names)
    {
        _names = names ?? [];
        const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;
        _patterns = [.. (names ?? ["*"]).Select(name => WildcardPattern.Get(name, Options))];
    }

    /// <summary>Whether one of them matches.</summary>
    public bool IsMatch(string name) => _patterns.Exists(p => p.IsMatch(name));

    /// <summary>The names without wildcards that are not there.</summary>
    public IEnumerable<string> Missing(IEnumerable<string> there) =>
        _names.Where(n => !WildcardPattern.ContainsWildcardCharacters(n)).Except(there, StringComparer.OrdinalIgnoreCase);
}
