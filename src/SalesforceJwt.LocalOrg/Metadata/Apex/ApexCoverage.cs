namespace SalesforceJwt.LocalOrg.Metadata.Apex;

/// <summary>How many statements of a class the tests have covered: all, if a test class names it.</summary>
internal sealed record ApexCoverage(string Name, int Locations, int NotCovered)
{
    public int Percent => Locations == 0 ? 100 : 100 * (Locations - NotCovered) / Locations;
}
