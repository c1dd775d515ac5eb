namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Counts each user's sign-ins of the last hour.</summary>
internal sealed class LoginRate
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _logins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counts a sign-in; false if the user has reached the limit.</summary>
    public bool TryCount(string username, DateTimeOffset now, int limit)
    {
        lock (_gate)
        {
            if (!_logins.TryGetValue(username, out var times))
            {
                _logins.Add(username, times = new Queue<DateTimeOffset>());
            }

            while (times.TryPeek(out var first) && now - first >= TimeSpan.FromHours(1))
            {
                times.Dequeue();
            }

            if (times.Count >= limit)
            {
                return false;
            }

            times.Enqueue(now);
            return true;
        }
    }
}
