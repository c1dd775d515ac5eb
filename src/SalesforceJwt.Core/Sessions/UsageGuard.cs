using System.Globalization;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// Watches the org's API requests of 24 hours, which each answer reports (<c>Sforce-Limit-Info</c>). At the percentages that were chosen
/// for the session it warns once, and refuses further calls before they are sent.
/// </summary>
internal sealed class UsageGuard(SfSessionOptions options)
{
    private int _hasWarned;

    /// <summary>Refuses a call where the usage has reached the limit.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.RequestLimitGuard"/>.</exception>
    public void RequireBelowLimit(LimitInfo? limit)
    {
        if (options.UsageLimitPercent is { } percent && limit is not null && HasReached(limit, percent))
        {
            throw new SfException(
                SfErrorKind.RequestLimitGuard,
                $"The org has used {Usage(limit)}, and this connection stops at {percent} %. Nothing was sent.",
                new Advice(
                    "The quota frees up hour by hour, and calls work again once the usage is lower. To go further, connect with a "
                        + "higher limit, or none.",
                    NextStep.SetUsageLimit));
        }
    }

    /// <summary>Warns once for the session when the usage has reached the warning percentage.</summary>
    public void WarnOnce(LimitInfo limit, IHttpObserver? observer)
    {
        if (observer is not null && options.UsageWarningPercent is { } percent && HasReached(limit, percent)
            && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            observer.OnWarning($"The org has used {Usage(limit)}. This warning comes once for each connection.", NextStep.GetLimits);
        }
    }

    private static bool HasReached(LimitInfo limit, int percent) =>
        limit.Maximum > 0 && limit.Used * 100L >= (long)percent * limit.Maximum;

    private static string Usage(LimitInfo limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{limit.Used:N0} of its {limit.Maximum:N0} API requests of the last 24 hours "
            + $"({Math.Floor(limit.Used * 100.0 / limit.Maximum)} %)");
}
