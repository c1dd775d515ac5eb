using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Compiling;
using SalesforceJwt.LocalOrg.Soql.Parsing;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Runs queries on the records of the org.</summary>
internal sealed class QueryExecutor(RecordStore store)
{
    /// <summary>Runs a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="withDeleted">Whether records in the recycle bin are included.</param>
    /// <param name="isTooling">Whether only objects of the Tooling API can be queried.</param>
    /// <exception cref="Rest.ApiException">The query is malformed, or an object or field does not exist.</exception>
    public QueryResult Execute(string text, bool withDeleted, bool isTooling = false)
    {
        var query = SoqlParser.Parse(text);
        return store.Schema.Find(query.From.Value) is { } type && (isTooling ? type.IsTooling : !type.IsToolingOnly)
            ? new QueryCompiler(store, withDeleted).Run(query, type)
            : throw SoqlError.NoSuchType(text, query.From.Position, query.From.Value);
    }
}
