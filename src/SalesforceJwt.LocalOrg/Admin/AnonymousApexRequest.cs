namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/anonymous-apex</c>; see <see cref="AnonymousApexAnswer"/>.</summary>
internal sealed record AnonymousApexRequest(
    string? Contains = null,
    bool Compiled = true,
    string? CompileProblem = null,
    bool Success = true,
    int Line = -1,
    int Column = -1,
    string? ExceptionMessage = null,
    string? ExceptionStackTrace = null)
{
    public AnonymousApexAnswer ToAnswer() => new()
    {
        Contains = Contains,
        Compiled = Compiled,
        CompileProblem = CompileProblem,
        Success = Success,
        Line = Line,
        Column = Column,
        ExceptionMessage = ExceptionMessage,
        ExceptionStackTrace = ExceptionStackTrace,
    };
}
