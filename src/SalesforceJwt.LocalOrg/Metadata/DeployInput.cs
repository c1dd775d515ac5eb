namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The zip of a deploy as far as it can be read: a package, or the error that the deploy ends with.</summary>
internal sealed class DeployInput
{
    private DeployInput(DeployPackage? package, MetadataException? manifestError, DeployException? error)
    {
        Package = package;
        ManifestError = manifestError;
        Error = error;
    }

    public DeployPackage? Package { get; }

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
            return new DeployInput(null, error, null);
        }
        catch (DeployException error)
        {
            return new DeployInput(null, null, error);
        }
    }
}
