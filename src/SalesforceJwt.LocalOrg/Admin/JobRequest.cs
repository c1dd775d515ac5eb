using SalesforceJwt.LocalOrg.Bulk;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>POST /_localorg/jobs</c>: ends a bulk job; without an id, the next one that starts. Its rows may then be unprocessed.
/// </summary>
internal sealed record JobRequest(BulkJobState State, string? Id = null, string? Message = null)
{
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public void ApplyTo(Org org)
    {
        if (State is not (BulkJobState.Failed or BulkJobState.Aborted or BulkJobState.JobComplete))
        {
            throw new ArgumentException("The state must be failed, aborted or jobComplete.");
        }

        if (Id is null)
        {
            org.Jobs.Plan(State, Message);
        }
        else
        {
            var job = org.Jobs.Find(Id) ?? throw new KeyNotFoundException($"No job has the id '{Id}'.");
            job.End(State, Message, org.Now);
        }
    }
}
