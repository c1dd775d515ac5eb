namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>A job that queries records.</summary>
internal sealed class QueryJob(Org org) : BulkJob(org.Options.Bulk)
{
    /// <summary>The SOQL.</summary>
    public required string Query { get; init; }

    /// <summary>The rows, once the job is complete.</summary>
    public QueryCsv? Result { get; private set; }

    protected override void Run(CancellationToken cancellationToken)
    {
        Result = org.BulkResults.Get(Query, withDeleted: Operation == "queryAll", Format, CreatedById, cancellationToken);
        Processed = Result.Rows;
    }
}
