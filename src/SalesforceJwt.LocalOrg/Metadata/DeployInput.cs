namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The zip of a deploy as far as it can be read: its packages, or the error that the deploy ends with.</summary>
internal sealed class DeployInput
{
    private DeployInput(IReadOnlyList<DeployPackage> packages, MetadataException? manifestError, DeployException? error)
    {
        Packages = packages;
        ManifestError = manifestError;
        Error = error;
    }

    /// <summary>The packages; none if there is an error.</summary>
    public IReadOnlyList<DeployPackage> Packages { get; }

    public IEnumerable<Component> Classes => Packages.SelectMany(package => package.Classes);

    /// <summary>What is wrong with <c>package.xml</c>.</summary>
    public MetadataException? ManifestError { get; }

    /// <summary>What is wrong with the zip.</summary>
    public DeployException? Error { get; }

    public static DeployInput Read(byte[] zip, DeployOptions options, MetadataOptions limits)
    {
        try
        {
            return new DeployInput(DeployPackage.Read(zip, options, limits), null, null);
        }
        catch (MetadataException error)
        {
            return new DeployInput([], error, null);
        }
        catch (DeployException error)
        {
            return new DeployInput([], null, error);
        }
    }
}
