namespace SalesforceJwt.Core.Ci;

/// <summary>No CI system, or one that takes no such commands.</summary>
internal sealed class NoPipeline : CiPipeline
{
    public override void Mask(string secret, Action<string> writeLine)
    {
        // There is nobody to ask.
    }

    public override void SetVariable(string name, string value, bool isSecret, Action<string> writeLine)
    {
        // There are no next steps.
    }
}
