using System.Security.Cryptography;

namespace SalesforceJwt.Core.FileSystem;

/// <summary>
/// Reads small files whole: keys, auth URLs, code, queries. A pipe or device, which has no length, is read up to the same limit.
/// </summary>
internal static class SmallFile
{
    private const int FirstRead = 16 * 1024;

    /// <summary>Reads a file's bytes; null if there are more than the limit.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes to read.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[]? ReadBytes(string path, int most)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (stream.CanSeek && stream.Length > most)
        {
            return null;
        }

        // One byte more than is expected finds the end.
        var bytes = new byte[Math.Min(most, stream.CanSeek && stream.Length > 0 ? (int)stream.Length : FirstRead) + 1];
        var length = 0;
        for (int count; (count = stream.Read(bytes, length, bytes.Length - length)) > 0;)
        {
            length += count;
            if (length > most)
            {
                CryptographicOperations.ZeroMemory(bytes);
                return null;
            }

            if (length == bytes.Length)
            {
                bytes = Resize(bytes, Math.Min(most + 1, length * 2));
            }
        }

        return length == bytes.Length ? bytes : Resize(bytes, length);
    }

    /// <summary>Reads a file's text, in UTF-8 or as its byte order mark says; null if it is longer than the limit.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes to read.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string? ReadText(string path, int most)
    {
        if (ReadBytes(path, most) is not { } bytes)
        {
            return null;
        }

        using var reader = new StreamReader(new MemoryStream(bytes));
        return reader.ReadToEnd();
    }

    /// <summary>Reads the text of a file that a user named; null if it is longer than the limit.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes to read.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileNotFound"/> or <see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public static string? ReadUserText(string path, int most)
    {
        try
        {
            return ReadText(path, most);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Error(path, e);
        }
    }

    // It may be a key: leave no copy in memory.
    private static byte[] Resize(byte[] bytes, int length)
    {
        var resized = new byte[length];
        bytes.AsSpan(0, Math.Min(bytes.Length, length)).CopyTo(resized);
        CryptographicOperations.ZeroMemory(bytes);
        return resized;
    }
}
