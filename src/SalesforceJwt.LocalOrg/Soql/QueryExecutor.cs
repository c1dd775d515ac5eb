using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Runs queries on the records of the org.</summary>
internal sealed class QueryExecutor(RecordStore store)
{
    /// <summary>Runs a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="withDeleted">Whether records in the recycle bin count.</param>
    /// <param name="isTooling">Whether only the objects of the Tooling API are there.</param>
    /// <exception cref="Rest.ApiException">The query is malformed or names what does not exist.</exception>
    public QueryResult Execute(string text, bool withDeleted, bool isTooling = false)
    {
        var query = SoqlParser.Parse(text);
        return Schema.Find(query.From.Value) is { } type && (!isTooling || type.IsTooling)
            ? new QueryCompiler(store, withDeleted).Run(query, type)
            : throw SoqlError.NoSuchType(text, query.From.Position, query.From.Value);
    }
}
