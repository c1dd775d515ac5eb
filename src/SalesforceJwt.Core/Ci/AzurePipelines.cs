namespace SalesforceJwt.Core.Ci;

/// <summary>Azure Pipelines: logging commands on standard output (Microsoft Learn: "Logging commands").</summary>
internal sealed class AzurePipelines : CiPipeline
{
    public override void Mask(string secret, Action<string> writeLine) => writeLine("##vso[task.setsecret]" + Escape(secret));

    public override void SetVariable(string name, string value, bool isSecret, Action<string> writeLine) =>
        writeLine($"##vso[task.setvariable variable={name};issecret={(isSecret ? "true" : "false")}]{Escape(value)}");

    // As Microsoft's own task library escapes a command's message.
    private static string Escape(string text) => text
        .Replace("%", "%AZP25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}
