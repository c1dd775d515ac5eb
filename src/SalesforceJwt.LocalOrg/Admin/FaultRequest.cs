namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/faults</c>; see <see cref="Fault"/>.</summary>
internal sealed record FaultRequest(
    string? Method = null,
    string? Path = null,
    int Times = 1,
    int Skip = 0,
    FaultKind Kind = FaultKind.Status,
    int? Status = null,
    string? ErrorCode = null,
    string? Message = null,
    string? Body = null,
    string? ContentType = null,
    Dictionary<string, string>? Headers = null,
    double DelaySeconds = 0,
    bool AfterActing = false,
    bool Subrequests = false)
{
    public Fault ToFault() => new()
    {
        Method = Method,
        Path = Path,
        Times = Times,
        Skip = Skip,
        Kind = Kind,
        Status = Status,
        ErrorCode = ErrorCode,
        Message = Message,
        Body = Body,
        ContentType = ContentType,
        Headers = Headers ?? [],
        Delay = Seconds.OfDelay(DelaySeconds),
        AfterActing = AfterActing,
        Subrequests = Subrequests,
    };
}
