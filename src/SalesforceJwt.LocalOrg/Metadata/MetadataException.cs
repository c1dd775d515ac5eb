namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>Why a component cannot be deployed, and where in its file.</summary>
internal sealed class MetadataException(string problem, int line = 0, int column = 0) : Exception(problem)
{
    /// <summary>The line, from 1; 0 if the problem is not in one.</summary>
    public int Line => line;

    public int Column => column;
}
