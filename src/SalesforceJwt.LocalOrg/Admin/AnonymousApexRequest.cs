namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/anonymous-apex</c>; see <see cref="AnonymousApexAnswer"/>.</summary>
internal sealed record AnonymousApexRequest(
    string? Contains = null,
    bool? Compiled = null,
    string? CompileProblem = null,
    bool? Success = null,
    int? Line = null,
    int? Column = null,
    string? ExceptionMessage = null,
    string? ExceptionStackTrace = null)
{
    /// <exception cref="ArgumentException">The members contradict each other.</exception>
    public AnonymousApexAnswer ToAnswer()
    {
        if (Compiled is true && CompileProblem is not null)
        {
            throw new ArgumentException("Code with a compileProblem is not compiled.");
        }

        if (Success is true && (Compiled is false || CompileProblem is not null || ExceptionMessage is not null))
        {
            throw new ArgumentException("Code that does not compile or has an exceptionMessage does not succeed.");
        }

        if (ExceptionMessage is not null && (Compiled is false || CompileProblem is not null))
        {
            throw new ArgumentException("Code that does not compile has no exceptionMessage: it does not run.");
        }

        var answer = new AnonymousApexAnswer
        {
            Contains = Contains,
            CompileProblem = CompileProblem,
            ExceptionMessage = ExceptionMessage,
        };
        answer.Compiled = Compiled ?? answer.Compiled;
        answer.Success = Success ?? answer.Success;
        answer.Line = Line ?? answer.Line;
        answer.Column = Column ?? answer.Column;
        answer.ExceptionStackTrace = ExceptionStackTrace ?? answer.ExceptionStackTrace;
        return answer;
    }
}
