namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>PATCH /_localorg/settings</c>: settings that are not given stay unchanged. An empty <paramref name="InstanceUrl"/>
/// restores the default; a <paramref name="MemberOrder"/> of 0 restores Salesforce's order.
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
    int? SoapJwtVersion = null,
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
    bool? TokenExchangeNeedsApproval = null,
    bool? ShowAuthorization = null,
    BulkSettingsRequest? Bulk = null,
    MetadataSettingsRequest? Metadata = null)
{
    public void ApplyTo(Org org)
    {
        var options = org.Options;
        options.ClockOffset = Seconds.Of(ClockOffsetSeconds) ?? options.ClockOffset;
        options.SessionTimeout = Seconds.Of(SessionTimeoutSeconds) ?? options.SessionTimeout;
        options.SoapJwtVersion = SoapJwtVersion ?? options.SoapJwtVersion;
        options.MaxAssertionLifetime = Seconds.Of(MaxAssertionLifetimeSeconds) ?? options.MaxAssertionLifetime;
        options.AuthorizationCodeLifetime = Seconds.Of(AuthorizationCodeLifetimeSeconds) ?? options.AuthorizationCodeLifetime;
        options.DeviceCodeLifetime = Seconds.Of(DeviceCodeLifetimeSeconds) ?? options.DeviceCodeLifetime;
        options.DevicePollSeconds = DevicePollSeconds ?? options.DevicePollSeconds;
        options.DailyApiLimit = DailyApiLimit ?? options.DailyApiLimit;
        org.ApiUsage = ApiUsage ?? org.ApiUsage;
        options.HourlyLoginLimit = HourlyLoginLimit ?? options.HourlyLoginLimit;
        options.MaxPageSize = MaxPageSize ?? options.MaxPageSize;
        options.NestedPageSize = NestedPageSize ?? options.NestedPageSize;
        options.MemberOrder = MemberOrder is 0 ? null : MemberOrder ?? options.MemberOrder;
        options.QueryLocatorLifetime = Seconds.Of(QueryLocatorLifetimeSeconds) ?? options.QueryLocatorLifetime;
        options.IsActive = IsActive ?? options.IsActive;
        options.InstanceUrl = InstanceUrl is "" ? null : InstanceUrl ?? options.InstanceUrl;
        options.ShowAuthorization = ShowAuthorization ?? options.ShowAuthorization;
        options.AcceptsOwnAudience = AcceptsOwnAudience ?? options.AcceptsOwnAudience;
        options.AllowsUsernamePasswordFlow = AllowsUsernamePasswordFlow ?? options.AllowsUsernamePasswordFlow;
        options.TokenExchangeNeedsApproval = TokenExchangeNeedsApproval ?? options.TokenExchangeNeedsApproval;
        Bulk?.ApplyTo(options.Bulk);
        Metadata?.ApplyTo(options.Metadata);
        ListSetting.Replace(options.AcceptedAudiences, AcceptedAudiences);
        ListSetting.Replace(options.LoginHosts, LoginHosts);
    }
}
