namespace SalesforceJwt.Core.Ci;

/// <summary>No CI system, or one without such commands.</summary>
internal sealed class NoPipeline : CiPipeline
{
    public override void Mask(string secret, Action<string> writeLine)
    {
        // There is no system to mask it.
    }

    public override void SetVariable(string name, string value, bool isSecret, Action<string> writeLine)
    {
        // There are no later steps.
    }
}
