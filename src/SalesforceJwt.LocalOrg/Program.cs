namespace SalesforceJwt.LocalOrg;

/// <summary>LocalOrg as a program.</summary>
public static class Program
{
    /// <summary>Runs an org until it is told to stop.</summary>
    public static Task<int> Main(string[] args) => Task.FromResult(0);
}
