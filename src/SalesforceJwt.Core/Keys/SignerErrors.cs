namespace SalesforceJwt.Core.Keys;

/// <summary>The errors about signers that hold their key elsewhere. None of them is an error of Salesforce: nothing was sent.</summary>
internal static class SignerErrors
{
    private const string NothingSent = "No sign-in was sent to Salesforce.";

    /// <summary>Whether a kind of error is about a signer.</summary>
    public static bool Has(SfErrorKind kind) => kind is SfErrorKind.SignerFailed or SfErrorKind.SignerAnswerInvalid
        or SfErrorKind.SignatureInDer or SfErrorKind.SignatureHashedTwice or SfErrorKind.SignaturePss or SfErrorKind.SignatureOfOtherKey
        or SfErrorKind.SignatureInvalid;

    public static SfException Failed(string reason, Exception? inner) => new(
        SfErrorKind.SignerFailed,
        $"The signer failed: {reason.Trim()} {NothingSent}",
        "Call the signer alone with a digest of 32 bytes, to see the whole error. Check its address, the key's name and version, and that "
            + "this identity may sign with the key.",
        inner);

    public static SfException WaitsForItself() => new(
        SfErrorKind.SignerFailed,
        $"The signer called Salesforce through the connection that waits for its signature. {NothingSent}",
        "Use another connection in the signer, which signs in with another key.");

    public static SfException Answer(string what) => new(
        SfErrorKind.SignerAnswerInvalid,
        $"The signer returned no signature, but {what}. {NothingSent}",
        new Advice(
            "Return the signature alone, as bytes, base64 or base64url: a member of the response, not the response.",
            NextStep.ReturnSignatureAlone));

    public static SfException WrongLength(int bytes) => new(
        SfErrorKind.SignerAnswerInvalid,
        $"The signer returned {bytes} bytes. An RS256 signature is as long as its key: 256 bytes with 2048 bits, 384 with 3072, 512 with "
            + $"4096. {NothingSent}",
        bytes == 32
            ? "32 bytes are a digest, or an HMAC: return the signature of the digest, made with an RSA key."
            : "Check that the key is an RSA key of 2048 bits or more, and that the whole signature is returned.");

    public static SfException Der(int bytes) => new(
        SfErrorKind.SignatureInDer,
        $"The signer returned a signature in a DER structure ({bytes} bytes). {NothingSent}",
        "Return the signature alone, which is as long as the key: the content of the OCTET STRING or BIT STRING. A DER structure of 70 to "
            + "139 bytes is the signature of an elliptic curve key, and Salesforce accepts RSA only.");

    public static SfException HashedTwice() => new(
        SfErrorKind.SignatureHashedTwice,
        $"The signer signed the digest of the digest: it hashed the digest once more. {NothingSent}",
        new Advice(
            "Pass the digest to an operation that takes one (AWS KMS: MessageType DIGEST; HashiCorp Transit: prehashed true), or the data "
                + "to one that hashes by itself.",
            NextStep.PassDigestOrData));

    public static SfException Pss() => new(
        SfErrorKind.SignaturePss,
        $"The signer made a PSS signature, and Salesforce accepts RS256 only, which is PKCS#1 v1.5. {NothingSent}",
        "Choose the algorithm: RS256 (Azure Key Vault), RSASSA_PKCS1_V1_5_SHA_256 (AWS KMS), RSA_SIGN_PKCS1_…_SHA256 (Google Cloud KMS), "
            + "signature_algorithm pkcs1v15 (HashiCorp Transit), Pkcs1 padding (.NET).");

    public static SfException OtherKey(int bits, int expectedBits) => new(
        SfErrorKind.SignatureOfOtherKey,
        bits == expectedBits
            ? $"The signature was made with another key than that of the certificate. {NothingSent}"
            : $"The signature was made with another key than that of the certificate: it has {bits} bits, and the certificate's key "
                + $"{expectedBits}. {NothingSent}",
        new Advice(
            "Check the name and the version of the key: a rotated key signs differently. The certificate must belong to the key that "
                + "signs, and must be uploaded to the app.",
            NextStep.CreateSignerCertificate));

    public static SfException NoAlgorithm() => new(
        SfErrorKind.SignatureInvalid,
        $"The signer signed the digest without the name of its algorithm (the DigestInfo of PKCS#1). {NothingSent}",
        new Advice(
            "PKCS#11: use CKM_SHA256_RSA_PKCS with the data, or put the 19 bytes 3031300d060960864801650304020105000420 before the digest "
                + "for CKM_RSA_PKCS. Google Cloud KMS: RSA_SIGN_PKCS1_…_SHA256, not RSA_SIGN_RAW_PKCS1_….",
            NextStep.PassDigestOrData));

    public static SfException OtherData(string what) => new(
        SfErrorKind.SignatureInvalid,
        $"The signature was made with the certificate's key, but of {what}. {NothingSent}",
        new Advice(
            "Pass the bytes of the digest, with SHA-256 as the algorithm, or those of the data; not their text in base64 or hexadecimal.",
            NextStep.PassDigestOrData));
}
