namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>A job that reads records.</summary>
internal sealed class QueryJob(Org org) : BulkJob(org.Bulk)
{
    /// <summary>The SOQL.</summary>
    public required string Query { get; init; }

    /// <summary>The rows, once the job is complete.</summary>
    public RenderedQuery? Result { get; private set; }

    protected override void Run(CancellationToken cancellationToken)
    {
        Result = org.Renderings.Get(Query, withDeleted: Operation == "queryAll", Format, cancellationToken);
        Processed = Result.Rows;
    }
}
