namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/record-faults</c>; see <see cref="RecordFault"/>.</summary>
internal sealed record RecordFaultRequest(
    string? Id = null, int? Index = null, int Times = 1, string? ErrorCode = null, string? Message = null)
{
    public RecordFault ToFault()
    {
        var fault = new RecordFault { Id = Id, Index = Index, Times = Times };
        fault.ErrorCode = ErrorCode ?? fault.ErrorCode;
        fault.Message = Message ?? fault.Message;
        return fault;
    }
}
