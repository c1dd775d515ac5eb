namespace SalesforceJwt.LocalOrg; /// <summary>Entry.</summary>
public static class Program { /// <summary>Entry.</summary>
public static void Main() { } }
