using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>The test key in every file format that Core reads.</summary>
internal static class TestKeyFiles
{
    extension(TestKeys)
    {
        public static string Pkcs1Pem => TestKeys.Rsa.ExportRSAPrivateKeyPem() + "\n";

        public static string Pkcs8Pem => TestKeys.Rsa.ExportPkcs8PrivateKeyPem() + "\n";

        public static string EncryptedPkcs8Pem =>
            TestKeys.Rsa.ExportEncryptedPkcs8PrivateKeyPem(TestKeys.Password, TestKeys.Encryption) + "\n";

        public static PbeParameters Encryption => new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048);

        /// <summary>A new key object to sign in with; the caller disposes it.</summary>
        public static SfPrivateKey Read() => PrivateKeyReader.FromText(TestKeys.Pkcs8Pem);

        /// <summary>A PFX; null for one that needs no password.</summary>
        public static byte[] Pfx(string? password) => TestKeys.Certificate.Export(X509ContentType.Pkcs12, password);

        public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

        /// <summary>A PEM of any label around any bytes.</summary>
        public static string Pem(string label, byte[] der) => new string(PemEncoding.Write(label, der)) + "\n";

        /// <summary>DER of PKCS#8 (RFC 5208) for an algorithm that .NET need not know.</summary>
        public static byte[] Pkcs8Of(string algorithm, byte[] key)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(algorithm);
                }

                writer.WriteOctetString(key);
            }

            return writer.Encode();
        }

        /// <summary>DER of a sequence of integers, as in PKCS#1 and openssl's DSA keys.</summary>
        public static byte[] Numbers(int count)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                for (var i = 0; i < count; i++)
                {
                    writer.WriteInteger(i * 7919);
                }
            }

            return writer.Encode();
        }

        /// <summary>The test key in old openssl's PEM encryption: RFC 1421 headers, key derived with EVP_BytesToKey.</summary>
        public static string OldEncryptedPem(string cipher, string password) =>
            TestKeys.OldEncryptedPem(cipher, password, "RSA PRIVATE KEY", TestKeys.Rsa.ExportRSAPrivateKey());

#pragma warning disable CA5350, CA5351, CA5401 // The formats that old files have.
        public static string OldEncryptedPem(string cipher, string password, string label, byte[] der)
        {
            using SymmetricAlgorithm algorithm = cipher.StartsWith("AES", StringComparison.Ordinal) ? Aes.Create()
                : cipher == "DES-CBC" ? DES.Create()
                : TripleDES.Create();
            var keyLength = cipher switch { "AES-128-CBC" => 16, "AES-192-CBC" or "DES-EDE3-CBC" => 24, "AES-256-CBC" => 32, _ => 8 };
            var iv = RandomNumberGenerator.GetBytes(algorithm.BlockSize / 8);
            byte[] salted = [.. Encoding.UTF8.GetBytes(password), .. iv[..8]];
            byte[] first = MD5.HashData(salted);
            byte[] second = MD5.HashData([.. first, .. salted]);
            algorithm.Key = ((byte[])[.. first, .. second])[..keyLength];
            var body = Convert.ToBase64String(algorithm.EncryptCbc(der, iv), Base64FormattingOptions.InsertLineBreaks)
                .ReplaceLineEndings("\n");
            return $"-----BEGIN {label}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: {cipher},{Convert.ToHexString(iv)}\n\n"
                + $"{body}\n-----END {label}-----\n";
        }
#pragma warning restore CA5350, CA5351, CA5401

        /// <summary>Checks that a key that was read is the test key, and that it signs.</summary>
        public static void AssertIsTheKey(SfPrivateKey key)
        {
            Assert.Equal(TestKeys.Rsa.ExportSubjectPublicKeyInfo(), key.Rsa.ExportSubjectPublicKeyInfo());
            var signature = key.Rsa.SignData("data"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Assert.True(TestKeys.Rsa.VerifyData("data"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        /// <summary>Checks that an error and its inner errors contain no part of a key's text.</summary>
        public static void AssertHidesKey(string keyText, SfException error)
        {
            var shown = error + error.Remedy;
            var lines = keyText.Split(['\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('-') && line.Length >= 16);
            foreach (var line in lines)
            {
                for (var at = 0; at + 16 <= line.Length; at += 16)
                {
                    Assert.DoesNotContain(line.Substring(at, 16), shown, StringComparison.Ordinal);
                }
            }
        }
    }
}
