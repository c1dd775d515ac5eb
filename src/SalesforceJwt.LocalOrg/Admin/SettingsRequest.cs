namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>PATCH /_localorg/settings</c>: a setting that is not given stays. An empty <paramref name="InstanceUrl"/> removes the
/// override; a <paramref name="MemberOrder"/> of 0 restores Salesforce's order.
/// </summary>
internal sealed record SettingsRequest(
    double? ClockOffsetSeconds = null,
    int? DailyApiLimit = null,
    int? ApiUsage = null,
    int? HourlyLoginLimit = null,
    int? MaxPageSize = null,
    int? NestedPageSize = null,
    int? MemberOrder = null,
    double? QueryLocatorLifetimeSeconds = null,
    double? SessionTimeoutSeconds = null,
    double? MaxAssertionLifetimeSeconds = null,
    double? AuthorizationCodeLifetimeSeconds = null,
    double? DeviceCodeLifetimeSeconds = null,
    int? DevicePollSeconds = null,
    bool? IsActive = null,
    string? InstanceUrl = null,
    string[]? AcceptedAudiences = null,
    bool? AcceptsOwnAudience = null,
    string[]? LoginHosts = null,
    bool? AllowsUsernamePasswordFlow = null,
    bool? ShowAuthorization = null,
    BulkSettingsRequest? Bulk = null)
{
    public void ApplyTo(Org org)
    {
        org.ClockOffset = Seconds(ClockOffsetSeconds) ?? org.ClockOffset;
        org.SessionTimeout = Seconds(SessionTimeoutSeconds) ?? org.SessionTimeout;
        org.MaxAssertionLifetime = Seconds(MaxAssertionLifetimeSeconds) ?? org.MaxAssertionLifetime;
        org.AuthorizationCodeLifetime = Seconds(AuthorizationCodeLifetimeSeconds) ?? org.AuthorizationCodeLifetime;
        org.DeviceCodeLifetime = Seconds(DeviceCodeLifetimeSeconds) ?? org.DeviceCodeLifetime;
        org.DevicePollSeconds = DevicePollSeconds ?? org.DevicePollSeconds;
        org.DailyApiLimit = DailyApiLimit ?? org.DailyApiLimit;
        org.ApiUsage = ApiUsage ?? org.ApiUsage;
        org.HourlyLoginLimit = HourlyLoginLimit ?? org.HourlyLoginLimit;
        org.MaxPageSize = MaxPageSize ?? org.MaxPageSize;
        org.NestedPageSize = NestedPageSize ?? org.NestedPageSize;
        org.MemberOrder = MemberOrder is 0 ? null : MemberOrder ?? org.MemberOrder;
        org.QueryLocatorLifetime = Seconds(QueryLocatorLifetimeSeconds) ?? org.QueryLocatorLifetime;
        org.IsActive = IsActive ?? org.IsActive;
        org.InstanceUrlOverride = InstanceUrl is "" ? null : InstanceUrl ?? org.InstanceUrlOverride;
        org.Requests.ShowAuthorization = ShowAuthorization ?? org.Requests.ShowAuthorization;
        org.AcceptsOwnAudience = AcceptsOwnAudience ?? org.AcceptsOwnAudience;
        org.AllowsUsernamePasswordFlow = AllowsUsernamePasswordFlow ?? org.AllowsUsernamePasswordFlow;
        Bulk?.ApplyTo(org.Bulk);
        ListSetting.Replace(org.AcceptedAudiences, AcceptedAudiences);
        ListSetting.Replace(org.LoginHosts, LoginHosts);
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}
