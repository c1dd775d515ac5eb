using SalesforceJwt.Fuzz.Tests.Mutation;

namespace SalesforceJwt.Fuzz.Tests.Engine;

/// <summary>One reader of outside text or bytes, with valid examples of what it reads.</summary>
/// <param name="Name">Its name, also of the test and of its folder in the corpus.</param>
/// <param name="Seeds">Valid examples, and examples that once failed.</param>
/// <param name="Mutate">Changes an example.</param>
/// <param name="Run">Reads one input. The source is for targets that cancel.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Mutate Mutate, Func<byte[], CancellationTokenSource,
    Task> Run)
{
    /// <summary>How many inputs the short run reads.</summary>
    public int Inputs { get; init; } = 400;

    /// <summary>Whether the whole input is a secret: no part of it may appear in an error.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Texts that no error may contain, even if the server echoes them.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    public override string ToString() => Name;
}
