namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Settings that are lists.</summary>
internal static class ListSetting
{
    /// <summary>Replaces all values; null leaves them unchanged.</summary>
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
