using System.Buffers.Text;
using System.Text;

namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes tokens of parts in base64url (JWT, signed requests): the JSON in a part, or the text.</summary>
internal static class TokenMutation
{
    public static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        var parts = Encoding.Latin1.GetString(input).Split('.');
        var place = random.Next(parts.Length);
        if (random.Once(5) || !Base64Url.IsValid(parts[place]))
        {
            return random.Once(2) ? TextMutation.Mutate(random, input, other) : ByteMutation.Mutate(random, input, other);
        }

        var part = Base64Url.DecodeFromChars(parts[place]);
        parts[place] = Base64Url.EncodeToString(JsonMutation.Mutate(random, part, part));
        return Encoding.Latin1.GetBytes(string.Join('.', parts));
    }
}
