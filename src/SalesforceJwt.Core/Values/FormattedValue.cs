namespace SalesforceJwt.Core.Values;

/// <summary>A value as text.</summary>
/// <param name="Kind">What the text stands for.</param>
/// <param name="Text">The text, without quotes or escapes; empty for null and for unsupported types.</param>
internal readonly record struct FormattedValue(ValueKind Kind, string Text);
