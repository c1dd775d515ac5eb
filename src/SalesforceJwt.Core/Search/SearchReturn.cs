using SalesforceJwt.Core.Describe;

namespace SalesforceJwt.Core.Search;

/// <summary>An object that a search returns, with its fields.</summary>
internal sealed record SearchReturn
{
    /// <summary>Names an object and its fields.</summary>
    /// <param name="objectName">The object's API name.</param>
    /// <param name="fields">API names of fields; none for the id alone.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public SearchReturn(string objectName, IEnumerable<string> fields)
    {
        ObjectName = ApiName.Require(objectName, "an object");
        Fields = [.. fields];
        foreach (var part in Fields.SelectMany(f => f.Split('.')))
        {
            ApiName.Require(part, "a field");
        }
    }

    /// <summary>The object's API name.</summary>
    public string ObjectName { get; }

    /// <summary>API names of fields, those of parents with a point (<c>Owner.Name</c>).</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Reads <c>Contact</c> or <c>Contact(Id, Name)</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public static SearchReturn Parse(string text)
    {
        var trimmed = text.Trim();
        var open = trimmed.IndexOf('(', StringComparison.Ordinal);
        return open < 0 || !trimmed.EndsWith(')')
            ? new SearchReturn(trimmed, [])
            : new SearchReturn(trimmed[..open].TrimEnd(), trimmed[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries));
    }

    /// <summary>As SOSL writes it.</summary>
    public override string ToString() => Fields.Count == 0 ? ObjectName : $"{ObjectName}({string.Join(", ", Fields)})";
}
