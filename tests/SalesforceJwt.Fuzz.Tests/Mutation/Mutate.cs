namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes an input.</summary>
/// <param name="random">The choices.</param>
/// <param name="input">The input; it stays as it is.</param>
/// <param name="other">Another input of the same target, to take pieces from.</param>
internal delegate byte[] Mutate(Random random, byte[] input, byte[] other);
