namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>A device that waits for its user's answer (RFC 8628).</summary>
internal sealed class DeviceAuthorization(
    ConnectedApp app, string scope, string userCode, DateTimeOffset expiresAt, TimeSpan interval)
{
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private TimeSpan interval = interval;
    private DateTimeOffset? lastPoll;
    private DevicePoll answer = DevicePoll.Pending;

    public ConnectedApp App => app;

    public string Scope => scope;

    public string UserCode => userCode;

    /// <summary>Who allowed it; null until then.</summary>
    public OrgUser? User { get; private set; }

    /// <summary>Whether it waits for an answer.</summary>
    public bool IsOpen(DateTimeOffset now)
    {
        lock (gate)
        {
            return answer == DevicePoll.Pending && now < expiresAt;
        }
    }

    /// <summary>Records the user's answer; null for a refusal. The first answer counts.</summary>
    public void Answer(OrgUser? user)
    {
        lock (gate)
        {
            if (answer == DevicePoll.Pending)
            {
                User = user;
                answer = user is null ? DevicePoll.Denied : DevicePoll.Allowed;
            }
        }
    }

    public DevicePoll Poll(DateTimeOffset now)
    {
        lock (gate)
        {
            if (now >= expiresAt || answer == DevicePoll.Expired)
            {
                return DevicePoll.Expired;
            }

            var isTooSoon = now - lastPoll < interval;
            lastPoll = now;
            if (isTooSoon)
            {
                interval += SlowDownStep;
                return DevicePoll.TooSoon;
            }

            var told = answer;
            answer = told == DevicePoll.Allowed ? DevicePoll.Expired : told;
            return told;
        }
    }
}
