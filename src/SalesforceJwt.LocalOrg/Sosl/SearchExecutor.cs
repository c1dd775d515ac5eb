using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Compiling;
using SalesforceJwt.LocalOrg.Soql.Execution;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>Runs searches on the records of the org.</summary>
internal sealed class SearchExecutor(RecordStore store)
{
    /// <summary>The records found, by object.</summary>
    /// <exception cref="Rest.ApiException">The search is malformed, or an object or field does not exist.</exception>
    public IReadOnlyList<QueryResult> Execute(string search)
    {
        var query = SoslParser.Parse(search, store.Schema);
        var compiler = new QueryCompiler(store, withDeleted: false);
        var objects = query.Returning.Count > 0 ? query.Returning : [.. store.Schema.All
            .Where(type => type.IsSearchable)
            .Select(type => (type, SoslParser.IdsOf(search, new SoqlToken(SoqlTokenKind.Name, type.Name, 0))))];
        var remaining = query.Limit;
        var results = new List<QueryResult>();
        foreach (var (type, returning) in objects)
        {
            var limit = Math.Min(remaining, returning.Limit ?? remaining);
            var found = compiler.Search(returning with { Limit = limit }, type, Matcher(type, query));
            remaining -= found.Records.Count;
            results.Add(found);
        }

        return results;
    }

    private static Func<Record, bool> Matcher(SObjectType type, SoslQuery query)
    {
        int[] ordinals = [.. type.Fields.Where(
            field => field.IsSearchable && IsIn(query.Group, field)).Select(field => type.IndexOf(field.Name))];
        return record => query.Matches([.. ordinals.Select(ordinal => record[ordinal]).OfType<string>()]);
    }

    private static bool IsIn(string group, SObjectField field) => group switch
    {
        "NAME" => field.IsNameField || field.Name is "FirstName" or "LastName",
        "EMAIL" => field.Type == FieldType.Email,
        "PHONE" => field.Type == FieldType.Phone,
        "SIDEBAR" => field.IsNameField || field.Type is FieldType.Email or FieldType.Phone || field.IsExternalId,
        _ => true,
    };
}
