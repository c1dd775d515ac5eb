namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Member <c>bulk</c> of <c>PATCH /_localorg/settings</c>; see <see cref="BulkOptions"/>. Others stay unchanged.</summary>
internal sealed record BulkSettingsRequest(
    int? UploadCompletePolls = null,
    int? InProgressPolls = null,
    double? DelaySeconds = null,
    long? MaxUploadBytes = null,
    bool? SavesRecords = null,
    int? ResultPageSize = null,
    long? RepeatedRows = null,
    int? ListPageSize = null,
    bool? StrictLineEndings = null)
{
    public void ApplyTo(BulkOptions settings)
    {
        settings.UploadCompletePolls = UploadCompletePolls ?? settings.UploadCompletePolls;
        settings.InProgressPolls = InProgressPolls ?? settings.InProgressPolls;
        settings.Delay = Seconds.Of(DelaySeconds) ?? settings.Delay;
        settings.MaxUploadBytes = MaxUploadBytes ?? settings.MaxUploadBytes;
        settings.SavesRecords = SavesRecords ?? settings.SavesRecords;
        settings.ResultPageSize = ResultPageSize ?? settings.ResultPageSize;
        settings.RepeatedRows = RepeatedRows ?? settings.RepeatedRows;
        settings.ListPageSize = ListPageSize ?? settings.ListPageSize;
        settings.StrictLineEndings = StrictLineEndings ?? settings.StrictLineEndings;
    }
}
