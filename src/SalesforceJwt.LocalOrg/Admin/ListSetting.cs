namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>A setting that is a list.</summary>
internal static class ListSetting
{
    /// <summary>Puts new values in the place of all old ones; null leaves them.</summary>
    public static void Replace(IList<string> list, string[]? values)
    {
        if (values is null)
        {
            return;
        }

        list.Clear();
        foreach (var value in values)
        {
            list.Add(value);
        }
    }
}
