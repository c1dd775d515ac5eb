using System.Runtime.CompilerServices;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.PS.Completion;

/// <summary>
/// The queries of completion, running or answered, for a minute: the next Tab gets the answer that this one did not wait for. They end
/// with their session.
/// </summary>
internal static class KeptQueries
{
    private const long LongestMilliseconds = 60_000;

    private static readonly ConditionalWeakTable<SfSession, Dictionary<(string? Version, string Query), (Task Answer, long Since)>> All =
        [];

    /// <summary>Asks, unless that query is running or was answered within the last minute.</summary>
    /// <param name="query">What is asked: the same text always has the same type of answer.</param>
    /// <param name="ask">Asks; on another thread.</param>
    public static Task<T> Ask<T>(SfSession session, string? version, string query, Func<Task<T>> ask)
    {
        var kept = All.GetOrCreateValue(session);
        lock (kept)
        {
            foreach (var (key, (answer, since)) in kept)
            {
                if (answer.IsFaulted || answer.IsCanceled || Environment.TickCount64 - since > LongestMilliseconds)
                {
                    kept.Remove(key);
                }
            }

            if (!kept.TryGetValue((version, query), out var one))
            {
                kept[(version, query)] = one = (Task.Run(ask), Environment.TickCount64);
            }

            return (Task<T>)one.Answer;
        }
    }
}
