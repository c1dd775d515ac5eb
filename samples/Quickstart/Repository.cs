namespace SalesforceJwt.Quickstart;

/// <summary>The checkout that this program was built in.</summary>
public static class Repository
{
    /// <summary>Its folder: the one above this program that contains the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The module compiled for this machine.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "module", "SalesforceJwt.PS");

    /// <summary>The module as it is published.</summary>
    public static string Package { get; } = Path.Combine(Root, "out", "package", "SalesforceJwt.PS");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SalesforceJwt.PS.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            "This program runs from a checkout of the repository: the folder with SalesforceJwt.PS.sln is not above it.");
    }
}
