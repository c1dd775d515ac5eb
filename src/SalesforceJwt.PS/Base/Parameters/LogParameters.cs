using SalesforceJwt.Core.Admin;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>Reads the parameters of logs.</summary>
internal static class LogParameters
{
    /// <summary>The period.</summary>
    /// <exception cref="Core.SfException">It ends before it begins.</exception>
    public static LogPeriod ToPeriod(this ILogParameters given) => LogPeriod.Of(given.Since, given.Until, DateTimeOffset.Now);
}
