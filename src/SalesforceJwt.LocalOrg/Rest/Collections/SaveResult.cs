using System.Text.Json.Serialization;

namespace SalesforceJwt.LocalOrg.Rest.Collections;

/// <summary>The result of a record in a request for several.</summary>
internal sealed record SaveResult(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    bool Success,
    IReadOnlyList<SaveError> Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Created = null)
{
    public static SaveResult Saved(string id, bool? created = null) => new(id, true, [], created);

    public static SaveResult Failed(string? id, SaveError error) => new(id, false, [error]);
}
