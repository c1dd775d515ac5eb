namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>A device authorization (RFC 8628).</summary>
internal sealed class DeviceAuthorization(
    ConnectedApp app, string scope, string userCode, DateTimeOffset expiresAt, TimeSpan interval)
{
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private TimeSpan _interval = interval;
    private DateTimeOffset? _lastPoll;
    private DevicePoll _answer = DevicePoll.Pending;

    public ConnectedApp App => app;

    public string Scope => scope;

    public string UserCode => userCode;

    /// <summary>The user who allowed it; null until then.</summary>
    public OrgUser? User { get; private set; }

    /// <summary>Whether it is pending and not expired.</summary>
    public bool IsOpen(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _answer == DevicePoll.Pending && now < expiresAt;
        }
    }

    /// <summary>Records the user who allowed it; null for a denial. Later answers are ignored.</summary>
    public void Answer(OrgUser? user)
    {
        lock (_gate)
        {
            if (_answer == DevicePoll.Pending)
            {
                User = user;
                _answer = user is null ? DevicePoll.Denied : DevicePoll.Allowed;
            }
        }
    }

    public DevicePoll Poll(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (now >= expiresAt || _answer == DevicePoll.Expired)
            {
                return DevicePoll.Expired;
            }

            var isTooSoon = now - _lastPoll < _interval;
            _lastPoll = now;
            if (isTooSoon)
            {
                _interval += SlowDownStep;
                return DevicePoll.TooSoon;
            }

            var result = _answer;
            _answer = result == DevicePoll.Allowed ? DevicePoll.Expired : result;
            return result;
        }
    }
}
