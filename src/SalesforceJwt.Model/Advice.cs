using System.Diagnostics.CodeAnalysis;

namespace SalesforceJwt.Model;

/// <summary>What to do about an error.</summary>
/// <param name="Text">In whole sentences, without a command: the core does not know in which program it runs.</param>
/// <param name="Step">What the program that shows the error can name a command or a parameter for.</param>
/// <param name="Facts">The values that such a command needs; <see cref="NextStep"/> says which.</param>
internal sealed record Advice(string Text, NextStep Step = NextStep.None, params string[] Facts)
{
    /// <summary>Advice in words alone.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Advice?(string? text) => text is null ? null : new(text);

    /// <summary>The same advice after a sentence.</summary>
    public Advice After(string sentence) => this with { Text = $"{sentence} {Text}" };

    /// <summary>The same advice before a sentence.</summary>
    public Advice Before(string sentence) => this with { Text = $"{Text} {sentence}" };

    /// <inheritdoc/>
    public override string ToString() => Text;
}
